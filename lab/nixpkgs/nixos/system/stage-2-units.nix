# The units of stage 2: Debian's own for the way to multi-user.target, and at its end what says that it was reached.
{ pkgs }:
let
  reached = pkgs.writeScript "lab-stage-2-reached" ''
    #!/usr/bin/bash
    date -u +%FT%TZ >>/var/log/lab-boots
    echo "lab: stage 2 reached: $(cat /etc/hostname), profile $(readlink /nix/var/nix/profiles/system), $(readlink /run/booted-system)"
    umount -a -t vfat 2>/dev/null
    sync
    echo o >/proc/sysrq-trigger
    sleep 60
  '';
in
pkgs.run "stage-2-units"
{
  lab = ''
    [Unit]
    Description=The lab's end
    DefaultDependencies=no
    Requires=multi-user.target
    After=multi-user.target

    [Service]
    Type=oneshot
    ExecStart=${reached}
    Environment=PATH=/usr/bin:/usr/sbin
    StandardOutput=tty
    StandardError=journal
  '';
} ''
  cp -r ${pkgs.systemd}/units $out
  chmod -R u+w $out
  rm $out/initrd*
  printf '%s' "$lab" >$out/lab-stage-2.service
  printf '%s\n' '[Unit]' 'Description=Lab' 'Requires=lab-stage-2.service' 'After=lab-stage-2.service' >$out/default.target
''
