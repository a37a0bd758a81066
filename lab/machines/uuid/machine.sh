# The root was copied to a new filesystem: its UUID is another than the configuration's, and than the generation's.
HOST=harbor
HOSTID=91a4e7c3
ESP=0D52-8F6E
RELEASE=25.11
MACHINE_ID=f3a81d5b60c94e7e9f2c44b7d8106e95
ROOT=8c1d4b7a-0b3f-4a63-8d55-2f6e91c0a7d4
GOOD='/tree/d'
COPY=e27a95d1-6f48-49c2-b1a0-5d3c8f7e6b19

home() { note eve tides.txt "tide tables are in the blue binder"; }

away() {
  umount -R /mnt; sync
  e2fsck -fp "${disk}p2" || [[ $? == 1 ]]
  tune2fs -U "$COPY" "${disk}p2"
}
