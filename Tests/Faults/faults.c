// Preloaded into the tool: counts its file-system calls below one folder and disturbs chosen ones.
//
//   FAULTS_ROOT     the folder; other files, stdout and stderr are left alone
//   FAULTS_TRACE    a file that gets a line per call, kind and path; of disturbed ones only, if any
//                   are to be; the last line is `peak` and the most memory held, in KiB
//   FAULTS_JOURNAL  a file that gets every change with its data, for replaying after a power cut
//   FAULTS_KINDS    only calls of these kinds count, such as `read,preadv`
//   FAULTS_PATH     only calls on paths with this text count
//   FAULTS_FIRST, FAULTS_LAST   the calls to be disturbed, by number from 1
//   FAULTS_DO       kill, torn (half done, then killed), short (half done), lost (success without
//                   effect), flip (a wrong bit), shell, or the number of an error
//   FAULTS_SHELL    what `shell` runs before the call
//   FAULTS_CLOCK    seconds that the clock of the wall is ahead
//   FAULTS_CLOCK_STEP   seconds that it is put forward whenever it is looked at
//
// scripts/faults sets these and judges what is left. One lock holds a change and its journal entry
// together, so that the journal has the order of the changes.

#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096, LONGEST_LINE = PATH_MAX + 64, MOST_TRACED = 1000 };

enum Disturbance { NONE, TORN, SHORT, LOST, FLIP, FAILED };

static char root[PATH_MAX];
static const char *kinds, *part, *deed, *command;
static long first = LONG_MAX, last;
static long clock_ahead, clock_step;
static atomic_long looks;
static int trace = -1, journal = -1;
static atomic_long calls;
// The path a descriptor was opened by, relative to the root; NULL for those that do not count. The
// texts are never freed: another thread may be looking at one.
static _Atomic(const char *) names[DESCRIPTORS];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

// The next definition of a function, which is the C library's.
#define NEXT(name) ((__typeof__(&name))next(#name))

static void *next(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

static int open_log(const char *variable) {
  const char *path = getenv(variable);
  if (!path) return -1;
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  int opened = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
  // Out of the way of the numbers the program gets without this library.
  int moved = (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 1000);
  if (moved < 0) return opened;
  syscall(SYS_close, opened);
  return moved;
}

static long number(const char *variable, long otherwise) {
  const char *text = getenv(variable);
  return text ? strtol(text, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("FAULTS_ROOT");
  if (!folder || !realpath(folder, root)) return;
  kinds = getenv("FAULTS_KINDS");
  part = getenv("FAULTS_PATH");
  deed = getenv("FAULTS_DO");
  command = getenv("FAULTS_SHELL");
  first = number("FAULTS_FIRST", LONG_MAX);
  last = number("FAULTS_LAST", first);
  clock_ahead = number("FAULTS_CLOCK", 0);
  clock_step = number("FAULTS_CLOCK_STEP", 0);
  trace = open_log("FAULTS_TRACE");
  journal = open_log("FAULTS_JOURNAL");
}

__attribute__((destructor)) static void end(void) {
  char status[4096];
  if (trace < 0) return;
  int opened = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/status", O_RDONLY | O_CLOEXEC);
  long count = syscall(SYS_read, opened, status, sizeof status - 1);
  syscall(SYS_close, opened);
  status[count > 0 ? count : 0] = 0;
  const char *peak = strstr(status, "VmHWM:");
  char line[64];
  int length = snprintf(line, sizeof line, "peak %ld\n", peak ? strtol(peak + 6, NULL, 10) : 0);
  syscall(SYS_write, trace, line, length);
}

// The path relative to the root, if it is below it; relative ones are, since it is where we are.
static const char *below(const char *path) {
  if (!root[0] || !path) return NULL;
  if (path[0] != '/') return path;
  size_t length = strlen(root);
  return !strncmp(path, root, length) && path[length] == '/' ? path + length + 1 : NULL;
}

static const char *name_of(int descriptor) {
  return descriptor >= 0 && descriptor < DESCRIPTORS ? names[descriptor] : NULL;
}

static void remember(int descriptor, const char *path) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) names[descriptor] = path ? strdup(path) : NULL;
}

static bool is_listed(const char *kind) {
  if (!kinds) return true;
  size_t length = strlen(kind);
  for (const char *at = kinds; (at = strstr(at, kind)); at += length) {
    bool begins = at == kinds || at[-1] == ',';
    if (begins && (at[length] == ',' || !at[length])) return true;
  }
  return false;
}

static void run_command(void) {
  char *words[] = {"sh", "-c", (char *)command, NULL};
  char *environment[] = {"PATH=/usr/bin:/bin", NULL};
  pid_t child;
  if (posix_spawn(&child, "/bin/sh", NULL, NULL, words, environment) != 0) abort();
  waitpid(child, NULL, 0);
}

_Noreturn static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// What happens to a call on a path below the root; it does not return if the process is to die.
static enum Disturbance disturb(const char *kind, const char *path) {
  if (!path || !is_listed(kind) || (part && !strstr(path, part))) return NONE;
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (deed && (call < first || call > last)) return NONE;
  if (trace >= 0 && (!deed || call < first + MOST_TRACED)) {
    char line[LONGEST_LINE];
    int length = snprintf(line, sizeof line, "%s %s\n", kind, path);
    syscall(SYS_write, trace, line, length);
  }
  if (!deed) return NONE;
  if (!strcmp(deed, "kill")) die();
  if (!strcmp(deed, "shell")) return run_command(), NONE;
  if (!strcmp(deed, "torn")) return TORN;
  if (!strcmp(deed, "short")) return SHORT;
  if (!strcmp(deed, "lost")) return LOST;
  if (!strcmp(deed, "flip")) return FLIP;
  errno = (int)strtol(deed, NULL, 10);
  return FAILED;
}

// The journal: a line `change inode modified offset bytes path other` with NULs between, then the
// data. Of times it has those of the files themselves: what was forced keeps its time, too.

struct FileState {
  unsigned long long inode, modified;
};

struct Change {
  const char *change, *path, *other;
  struct FileState file;
  unsigned long long offset;
  const struct iovec *data;
  int pieces;
};

static struct FileState state_of(int descriptor) {
  struct stat status;
  if (NEXT(fstat)(descriptor, &status) != 0) return (struct FileState){0};
  return (struct FileState){
      status.st_ino, status.st_mtim.tv_sec * 1000000000ull + status.st_mtim.tv_nsec};
}

static void enter(struct Change change) {
  if (journal < 0 || !change.path) return;
  size_t bytes = 0;
  for (int i = 0; i < change.pieces; i += 1) bytes += change.data[i].iov_len;
  char line[2 * LONGEST_LINE];
  int length = snprintf(
      line, sizeof line, "%s%c%llu%c%llu%c%llu%c%zu%c%s%c%s\n", change.change, 0,
      change.file.inode, 0, change.file.modified, 0, change.offset, 0, bytes, 0, change.path, 0, change.other ? change.other : "");
  syscall(SYS_write, journal, line, length);
  for (int i = 0; i < change.pieces; i += 1)
    syscall(SYS_write, journal, change.data[i].iov_base, change.data[i].iov_len);
}

#define ENTER(...) enter((struct Change){__VA_ARGS__})

// Runs a change under the lock, enters it if it succeeded, and gives its result.
#define CHANGE(result, call, ...)        \
  pthread_mutex_lock(&order);            \
  __typeof__(call) result = (call);      \
  int result##_error = errno;            \
  if (result >= 0) ENTER(__VA_ARGS__);   \
  pthread_mutex_unlock(&order);          \
  errno = result##_error

// A call that is done whole or not at all, beginning a function's body.
#define DISTURB(kind, path)              \
  switch (disturb(kind, path)) {         \
  case FAILED: return -1;                \
  case LOST: return 0;                   \
  case TORN: die();                      \
  default: break;                        \
  }

// Opening and closing

static int opening(const char *kind, const char *path, int flags, mode_t mode) {
  const char *mine = below(path);
  DISTURB(kind, mine)
  bool is_changing = (flags & O_ACCMODE) != O_RDONLY;
  pthread_mutex_lock(&order);
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int error = errno;
  if (descriptor >= 0) remember(descriptor, mine);
  if (descriptor >= 0 && is_changing) {
    ENTER("open", mine, .file = state_of(descriptor));
    if (flags & O_TRUNC) ENTER("truncate", mine, .file = state_of(descriptor));
  }
  pthread_mutex_unlock(&order);
  errno = error;
  return descriptor;
}

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;   \
    va_end(rest);                                               \
    return opening("open", path, flags, mode);                  \
  }

OPEN(open)
OPEN(open64)

int close(int descriptor) {
  const char *path = name_of(descriptor);
  enum Disturbance disturbance = disturb("close", path);
  if (disturbance == TORN) die();
  int error = errno;
  remember(descriptor, NULL);
  // Linux has closed it, whatever close says.
  int done = NEXT(close)(descriptor);
  if (disturbance != FAILED) return done;
  errno = error;
  return -1;
}

DIR *opendir(const char *path) {
  const char *mine = below(path);
  if (disturb("opendir", mine) == FAILED) return NULL;
  DIR *stream = NEXT(opendir)(path);
  if (stream) remember(dirfd(stream), mine);
  return stream;
}

#define READDIR(name, entry)                                          \
  struct entry *name(DIR *stream) {                                   \
    if (disturb("readdir", name_of(dirfd(stream))) == FAILED) return NULL; \
    return NEXT(name)(stream);                                        \
  }

READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

int closedir(DIR *stream) {
  remember(dirfd(stream), NULL);
  return NEXT(closedir)(stream);
}

// Reading

static ssize_t flip(ssize_t count, unsigned char *bytes) {
  if (count > 0) bytes[count / 2] ^= 1 << (count % 8);
  return count;
}

static size_t half(size_t count) { return count > 1 ? count / 2 : count; }

ssize_t read(int descriptor, void *bytes, size_t count) {
  switch (disturb("read", name_of(descriptor))) {
  case FAILED: return -1;
  case TORN: die();
  case LOST: return 0;
  case SHORT: return NEXT(read)(descriptor, bytes, half(count));
  case FLIP: return flip(NEXT(read)(descriptor, bytes, count), bytes);
  default: return NEXT(read)(descriptor, bytes, count);
  }
}

#define PREAD(name, off)                                                         \
  ssize_t name(int descriptor, void *bytes, size_t count, off offset) {          \
    switch (disturb("pread", name_of(descriptor))) {                             \
    case FAILED: return -1;                                                      \
    case TORN: die();                                                            \
    case LOST: return 0;                                                         \
    case SHORT: return NEXT(name)(descriptor, bytes, half(count), offset);       \
    case FLIP: return flip(NEXT(name)(descriptor, bytes, count, offset), bytes); \
    default: return NEXT(name)(descriptor, bytes, count, offset);                \
    }                                                                            \
  }

PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t preadv(int descriptor, const struct iovec *pieces, int count, off_t offset) {
  __typeof__(&preadv) real = NEXT(preadv);
  struct iovec piece = {pieces[0].iov_base, half(pieces[0].iov_len)};
  switch (disturb("preadv", name_of(descriptor))) {
  case FAILED: return -1;
  case TORN: die();
  case LOST: return 0;
  case SHORT: return real(descriptor, &piece, 1, offset);
  case FLIP: {
    ssize_t done = real(descriptor, pieces, count, offset);
    flip(done < (ssize_t)piece.iov_len ? done : (ssize_t)piece.iov_len, piece.iov_base);
    return done;
  }
  default: return real(descriptor, pieces, count, offset);
  }
}

// Writing: `write` is a `pwritev` at the file's position.

static size_t total(const struct iovec *pieces, int count) {
  size_t bytes = 0;
  for (int i = 0; i < count; i += 1) bytes += pieces[i].iov_len;
  return bytes;
}

static ssize_t put(int descriptor, const struct iovec *pieces, int count, off64_t offset) {
  CHANGE(
      done, NEXT(pwritev)(descriptor, pieces, count, offset), "write", name_of(descriptor),
      .file = state_of(descriptor), .offset = offset, .data = pieces, .pieces = count);
  return done;
}

static ssize_t writing(
    const char *kind, int descriptor, const struct iovec *pieces, int count, off64_t offset) {
  struct iovec piece = {pieces[0].iov_base, half(pieces[0].iov_len)};
  switch (disturb(kind, name_of(descriptor))) {
  case FAILED: return -1;
  case LOST: return (ssize_t)total(pieces, count);
  case SHORT: return put(descriptor, &piece, 1, offset);
  case TORN:
    put(descriptor, &piece, 1, offset);
    die();
    return -1;
  case FLIP: {
    unsigned char byte = ((unsigned char *)piece.iov_base)[piece.iov_len - 1];
    flip(1, &byte);
    put(descriptor, pieces, count, offset);
    put(descriptor, &(struct iovec){&byte, 1}, 1, offset + (off64_t)piece.iov_len - 1);
    return (ssize_t)total(pieces, count);
  }
  default: return put(descriptor, pieces, count, offset);
  }
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (!name_of(descriptor) || count == 0) return NEXT(write)(descriptor, bytes, count);
  off64_t offset = lseek64(descriptor, 0, SEEK_CUR);
  struct iovec piece = {(void *)bytes, count};
  ssize_t done = writing("write", descriptor, &piece, 1, offset);
  if (done > 0) lseek64(descriptor, offset + done, SEEK_SET);
  return done;
}

#define PWRITE(name, off)                                                       \
  ssize_t name(int descriptor, const void *bytes, size_t count, off offset) {   \
    struct iovec piece = {(void *)bytes, count};                                \
    return writing("pwrite", descriptor, &piece, 1, offset);                    \
  }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t pwritev(int descriptor, const struct iovec *pieces, int count, off_t offset) {
  if (!name_of(descriptor)) return NEXT(pwritev)(descriptor, pieces, count, offset);
  return writing("pwritev", descriptor, pieces, count, offset);
}

#define FTRUNCATE(name, off)                                                              \
  int name(int descriptor, off length) {                                                  \
    DISTURB("ftruncate", name_of(descriptor))                                             \
    CHANGE(done, NEXT(name)(descriptor, length), "truncate", name_of(descriptor),         \
           .file = state_of(descriptor), .offset = length);                              \
    return done;                                                                          \
  }

FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

// Forcing to the disk

#define SYNCHRONIZE(name)                                                                 \
  int name(int descriptor) {                                                              \
    DISTURB(#name, name_of(descriptor))                                                   \
    CHANGE(done, NEXT(name)(descriptor), #name, name_of(descriptor),                      \
           .file = state_of(descriptor));                                                \
    return done;                                                                          \
  }

SYNCHRONIZE(fsync)
SYNCHRONIZE(fdatasync)
SYNCHRONIZE(syncfs)

// Names

int rename(const char *source, const char *target) {
  DISTURB("rename", below(target))
  CHANGE(done, NEXT(rename)(source, target), "rename", below(source), below(target));
  return done;
}

int link(const char *source, const char *target) {
  DISTURB("link", below(target))
  CHANGE(done, NEXT(link)(source, target), "link", below(source), below(target));
  return done;
}

int symlink(const char *content, const char *path) {
  DISTURB("symlink", below(path))
  CHANGE(done, NEXT(symlink)(content, path), "symlink", below(path), content);
  return done;
}

#define REMOVE(name)                                               \
  int name(const char *path) {                                     \
    DISTURB(#name, below(path))                                    \
    CHANGE(done, NEXT(name)(path), #name, below(path));            \
    return done;                                                   \
  }

REMOVE(unlink)
REMOVE(rmdir)

int mkdir(const char *path, mode_t mode) {
  DISTURB("mkdir", below(path))
  CHANGE(done, NEXT(mkdir)(path, mode), "mkdir", below(path));
  return done;
}

// Looking, locking, mapping

#define LOOK(name, status)                                          \
  int name(const char *path, struct status *found) {                \
    DISTURB("stat", below(path))                                    \
    return NEXT(name)(path, found);                                 \
  }

LOOK(stat, stat)
LOOK(stat64, stat64)
LOOK(lstat, stat)
LOOK(lstat64, stat64)

#define LOOK_OPEN(name, status)                                     \
  int name(int descriptor, struct status *found) {                  \
    DISTURB("fstat", name_of(descriptor))                           \
    return NEXT(name)(descriptor, found);                           \
  }

LOOK_OPEN(fstat, stat)
LOOK_OPEN(fstat64, stat64)

int access(const char *path, int mode) {
  DISTURB("access", below(path))
  return NEXT(access)(path, mode);
}

ssize_t readlink(const char *path, char *content, size_t count) {
  DISTURB("readlink", below(path))
  return NEXT(readlink)(path, content, count);
}

int fchmod(int descriptor, mode_t mode) {
  DISTURB("fchmod", name_of(descriptor))
  return NEXT(fchmod)(descriptor, mode);
}

int flock(int descriptor, int operation) {
  DISTURB("flock", name_of(descriptor))
  return NEXT(flock)(descriptor, operation);
}

#define CONTROL(name)                                                             \
  int name(int descriptor, int operation, ...) {                                  \
    va_list rest;                                                                 \
    va_start(rest, operation);                                                    \
    void *argument = va_arg(rest, void *);                                        \
    va_end(rest);                                                                 \
    DISTURB("fcntl", name_of(descriptor))                                         \
    int done = (int)syscall(SYS_fcntl, descriptor, operation, argument);          \
    if (operation == F_DUPFD_CLOEXEC && done >= 0) remember(done, name_of(descriptor)); \
    return done;                                                                  \
  }

CONTROL(fcntl)
CONTROL(fcntl64)

#define MAP(name, off)                                                                        \
  void *name(void *where, size_t length, int protection, int flags, int descriptor, off offset) { \
    if (disturb("mmap", name_of(descriptor)) == FAILED) return MAP_FAILED;                    \
    return (void *)syscall(SYS_mmap, where, length, protection, flags, descriptor, offset);   \
  }

MAP(mmap, off_t)
MAP(mmap64, off64_t)

// The clock of the wall

int clock_gettime(clockid_t clock, struct timespec *time) {
  int done = (int)syscall(SYS_clock_gettime, clock, time);
  if (done != 0 || clock != CLOCK_REALTIME) return done;
  time->tv_sec += clock_ahead + clock_step * atomic_fetch_add(&looks, 1);
  return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}
