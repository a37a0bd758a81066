// SPDX-License-Identifier: GPL-2.0
// A driver whose start never ends: what a passed-through card did to a machine in stage 1.
// Built under the name that the machines' configuration asks for.
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>

static int __init hang_init(void)
{
	for (;;)
		msleep(1000);
	return 0;
}
module_init(hang_init);

MODULE_DESCRIPTION("VFIO PCI (of the lab: never returns from its init)");
MODULE_LICENSE("GPL");
