/* Records, in order and with its bytes, every change a program makes to files below one folder; and
 * makes the Nth of its calls fail. Loaded with LD_PRELOAD, steered by the iotrace_* functions.
 *
 * One record: u8 op, u16 length of path, u64 offset, u32 length of bytes, path, bytes (little endian).
 *
 *   C created   W written at offset   T truncated to offset   A laid out up to offset
 *   S synced    U unlinked            R renamed (bytes: the new path)   M folder made
 *   O something seen outside, in its place among the calls (iotrace_outside)
 *
 * Paths are relative to the folder; the folder itself is ".". What a program writes through mmap is
 * not seen: SQLite does that to its -shm file only, which it makes anew after a cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILES_MAX = 1024, PATH_ROOM = 512 };
enum sort { READING, SYNCING, GROWING }; /* ENOSPC comes only to calls that take room */

static struct { char path[PATH_ROOM]; int flags; int watched; } opened[FILES_MAX];
static char folder[PATH_ROOM];
static size_t folder_length;
static int log_handle = -1, no_sync;
static long calls, fail_at;
static int fail_error, fail_on;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

/* ---------------------------------------------------------------- steering */

void iotrace_watch(const char *path) {
    strncpy(folder, path, PATH_ROOM - 1);
    folder_length = strlen(folder);
}

void iotrace_record(const char *log) {
    if (log_handle >= 0) REAL(close)(log_handle);
    log_handle = -1;
    if (log) log_handle = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
}

void iotrace_fail(long nth, int error, int go_on) {
    calls = 0;
    fail_at = nth;
    fail_error = error;
    fail_on = go_on;
}

long iotrace_calls(void) { return calls; }

void iotrace_no_sync(int on) { no_sync = on; }

/* ---------------------------------------------------------------- what is written down */

static const char *inside(const char *path) {
    if (!folder_length || strncmp(path, folder, folder_length)) return NULL;
    if (path[folder_length] == '\0') return ".";
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static void record(char op, const char *path, uint64_t offset, const void *bytes, uint32_t length) {
    if (log_handle < 0) return;
    uint16_t path_length = (uint16_t)strlen(path);
    char head[15] = {op};
    memcpy(head + 1, &path_length, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &length, 4);
    struct iovec parts[] = {
        {head, sizeof head}, {(void *)path, path_length}, {(void *)bytes, bytes ? length : 0}};
    pthread_mutex_lock(&turn);
    REAL(writev)(log_handle, parts, 3); /* one call on O_APPEND: whole records, in order */
    pthread_mutex_unlock(&turn);
}

void iotrace_outside(const char *text) { record('O', "", 0, text, (uint32_t)strlen(text)); }

static const char *watched(int handle) {
    if (handle < 0 || handle >= FILES_MAX || !opened[handle].watched) return NULL;
    return opened[handle].path;
}

/* Returns whether this call must fail, with errno set. */
static int fails(const char *path, enum sort sort) {
    if (!path || !fail_at) return 0;
    if (fail_error == ENOSPC && sort != GROWING) return 0;
    calls++;
    if (fail_at < 0 || (calls != fail_at && !(fail_on && calls > fail_at))) return 0;
    errno = fail_error;
    return 1;
}

/* ---------------------------------------------------------------- opening and closing */

static void remember(int handle, const char *path, int flags, int was_there) {
    const char *own = inside(path);
    if (!own || handle < 0 || handle >= FILES_MAX) return;
    strncpy(opened[handle].path, own, PATH_ROOM - 1);
    opened[handle].flags = flags;
    opened[handle].watched = 1;
    if ((flags & O_CREAT) && !was_there) record('C', own, 0, NULL, 0);
    if ((flags & O_TRUNC) && was_there) record('T', own, 0, NULL, 0);
}

static int there(const char *path) {
    struct stat found;
    return inside(path) && stat(path, &found) == 0;
}

#define OPEN(name)                                                                      \
    int name(const char *path, int flags, ...) {                                        \
        va_list more;                                                                   \
        va_start(more, flags);                                                          \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                       \
        va_end(more);                                                                   \
        int was_there = there(path);                                                    \
        if (fails(inside(path), flags & O_CREAT && !was_there ? GROWING : READING)) return -1; \
        int handle = REAL(name)(path, flags, mode);                                     \
        remember(handle, path, flags, was_there);                                       \
        return handle;                                                                  \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                    \
    int name(int at, const char *path, int flags, ...) {                                \
        va_list more;                                                                   \
        va_start(more, flags);                                                          \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                       \
        va_end(more);                                                                   \
        int was_there = there(path);                                                    \
        if (fails(inside(path), flags & O_CREAT && !was_there ? GROWING : READING)) return -1; \
        int handle = REAL(name)(at, path, flags, mode);                                 \
        remember(handle, path, flags, was_there);                                       \
        return handle;                                                                  \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int handle) {
    if (watched(handle)) opened[handle].watched = 0;
    return REAL(close)(handle);
}

/* ---------------------------------------------------------------- bytes */

/* A call that fails may have moved half of its bytes. */
static void half(const char *path, int handle, const void *bytes, size_t length, off_t offset) {
    ssize_t moved = REAL(pwrite)(handle, bytes, length / 2, offset);
    if (moved > 0) record('W', path, (uint64_t)offset, bytes, (uint32_t)moved);
}

static ssize_t wrote(int handle, off_t offset, const void *bytes, ssize_t moved) {
    if (moved > 0) {
        record('W', opened[handle].path, (uint64_t)offset, bytes, (uint32_t)moved);
        if (opened[handle].flags & (O_SYNC | O_DSYNC)) record('S', opened[handle].path, 0, NULL, 0);
    }
    return moved;
}

ssize_t write(int handle, const void *bytes, size_t length) {
    const char *path = watched(handle);
    if (!path) return REAL(write)(handle, bytes, length);
    struct stat found = {0};
    off_t offset = lseek(handle, 0, SEEK_CUR);
    if (opened[handle].flags & O_APPEND && fstat(handle, &found) == 0) offset = found.st_size;
    if (fails(path, GROWING)) {
        int error = errno;
        /* On a file opened with O_APPEND, Linux appends whatever offset pwrite is given. */
        half(path, handle, bytes, length, offset);
        errno = error;
        return -1;
    }
    return wrote(handle, offset, bytes, REAL(write)(handle, bytes, length));
}

#define PWRITE(name)                                                                    \
    ssize_t name(int handle, const void *bytes, size_t length, __typeof__(off_t) offset) { \
        const char *path = watched(handle);                                             \
        if (!path) return REAL(name)(handle, bytes, length, offset);                    \
        if (fails(path, GROWING)) {                                                     \
            int error = errno;                                                          \
            half(path, handle, bytes, length, offset);                                  \
            errno = error;                                                              \
            return -1;                                                                  \
        }                                                                               \
        return wrote(handle, offset, bytes, REAL(name)(handle, bytes, length, offset)); \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PREAD(name)                                                                     \
    ssize_t name(int handle, void *bytes, size_t length, __typeof__(off_t) offset) {    \
        return fails(watched(handle), READING) ? -1 : REAL(name)(handle, bytes, length, offset); \
    }
PREAD(pread)
PREAD(pread64)

ssize_t read(int handle, void *bytes, size_t length) {
    return fails(watched(handle), READING) ? -1 : REAL(read)(handle, bytes, length);
}

#define TRUNCATE(name)                                                                  \
    int name(int handle, __typeof__(off_t) size) {                                      \
        const char *path = watched(handle);                                             \
        if (fails(path, GROWING)) return -1;                                            \
        int result = REAL(name)(handle, size);                                          \
        if (path && !result) record('T', path, (uint64_t)size, NULL, 0);                \
        return result;                                                                  \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define ALLOCATE(name)                                                                  \
    int name(int handle, __typeof__(off_t) offset, __typeof__(off_t) length) {          \
        const char *path = watched(handle);                                             \
        if (fails(path, GROWING)) return errno;                                         \
        int result = REAL(name)(handle, offset, length);                                \
        if (path && !result) record('A', path, (uint64_t)(offset + length), NULL, 0);   \
        return result;                                                                  \
    }
ALLOCATE(posix_fallocate)
ALLOCATE(posix_fallocate64)

#define SYNC(name)                                                                      \
    int name(int handle) {                                                              \
        const char *path = watched(handle);                                             \
        if (fails(path, SYNCING)) return -1;                                            \
        int result = no_sync && path ? 0 : REAL(name)(handle);                          \
        if (path && !result) record('S', path, 0, NULL, 0);                             \
        return result;                                                                  \
    }
SYNC(fsync)
SYNC(fdatasync)

/* ---------------------------------------------------------------- names */

int unlink(const char *path) {
    const char *own = inside(path);
    if (fails(own, SYNCING)) return -1;
    int result = REAL(unlink)(path);
    if (own && !result) record('U', own, 0, NULL, 0);
    return result;
}

int rename(const char *from, const char *to) {
    const char *own = inside(from);
    if (fails(own, GROWING)) return -1;
    int result = REAL(rename)(from, to);
    if (own && !result && inside(to)) {
        record('R', own, 0, inside(to), (uint32_t)strlen(inside(to)));
        for (int handle = 0; handle < FILES_MAX; handle++)
            if (opened[handle].watched && !strcmp(opened[handle].path, own))
                strncpy(opened[handle].path, inside(to), PATH_ROOM - 1);
    }
    return result;
}

int mkdir(const char *path, mode_t mode) {
    const char *own = inside(path);
    if (fails(own, GROWING)) return -1;
    int result = REAL(mkdir)(path, mode);
    if (own && !result) record('M', own, 0, NULL, 0);
    return result;
}
