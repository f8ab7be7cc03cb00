#!/bin/sh
# The first program of a guest. It stands on the host's own files, read-only, so that Python, the
# installed packages and this tree are the host's; what is written goes to memory, and what comes
# of it to the one folder that guest and host share. After a reset it goes on where it was.
#
# hil_rig and hil_shared stand on the kernel's command line: what it does not know becomes the
# environment of its first program.
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null # QEMU's guest has it already
mkdir -p /dev/pts /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t configfs config /sys/kernel/config
mount -t tracefs trace /sys/kernel/tracing
mount -t tmpfs run /run
mkdir /run/shared /run/tmp
case $hil_rig in
    uml) mount -t hostfs -o "$hil_shared" none /run/shared ;;
    qemu) mount -t 9p -o trans=virtio,version=9p2000.L shared /run/shared ;;
esac

# gpiozero asks which Pi it is on: a 4B with 4 GB.
{ cat /proc/cpuinfo; printf 'Revision\t: c03114\n'; } >/run/cpuinfo
mount --bind /run/cpuinfo /proc/cpuinfo

cut -d' ' -f1 /proc/uptime >>/run/shared/boots
echo "guest: Linux $(uname -r) on $hil_rig, boot $(wc -l </run/shared/boots)"
. /run/shared/settings # root, python, stages
export HOME=/run/tmp TMPDIR=/run/tmp LG_WD=/run/tmp PYTHONDONTWRITEBYTECODE=1 HIL_RIG="$hil_rig"
export PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 # they take seconds to import here, and none is needed
export PATH="${python%/*}:/usr/sbin:/usr/bin:/sbin:/bin"
cd "$root" || exit
for stage in $stages; do
    [ -e "/run/shared/$stage.status" ] && continue # done before a reset
    "$python" -m pytest -p pytest_timeout -o cache_dir=/run/tmp/pytest --color=no \
        --confcutdir=tests/hil --junitxml="/run/shared/$stage.xml" \
        @/run/shared/arguments "tests/hil/$stage"
    echo $? >"/run/shared/$stage.status"
    sync # what comes next may be a reset
done
echo o >/proc/sysrq-trigger # off: there is no init to ask
while :; do :; done         # that moment is not one to start a program in
