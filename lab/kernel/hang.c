// SPDX-License-Identifier: GPL-2.0
// A driver whose start never ends: what a passed-through card did to a machine in stage 1.
// Built under the name that the machines' configuration asks for. By itself it only waits for ever
// for its card, as modprobe then does; systemd gives such a module up after a while and goes on.
// Told which cards are its own (options vfio-pci ids=...), it takes the whole computer with it.
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/stop_machine.h>

static char *ids;
module_param(ids, charp, 0444);

// On every processor, with interrupts off: none of them goes on.
static int stand_still(void *unused)
{
	for (;;)
		asm volatile("hlt" : : : "memory");
	return 0;
}

static int __init hang_init(void)
{
	if (ids && *ids)
		stop_machine(stand_still, NULL, cpu_online_mask);
	for (;;)
		msleep(1000);
	return 0;
}
module_init(hang_init);

MODULE_DESCRIPTION("VFIO PCI (of the lab: never returns from its init)");
MODULE_LICENSE("GPL");
