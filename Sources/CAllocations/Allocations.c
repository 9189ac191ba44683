#include "CAllocations.h"

#include <stdatomic.h>
#include <stddef.h>

static _Atomic uint64_t tl_allocations;

uint64_t tl_allocation_count(void) {
  return atomic_load_explicit(&tl_allocations, memory_order_relaxed);
}

// A sanitizer has an allocator of its own.
#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void tl_count(void) {
  atomic_fetch_add_explicit(&tl_allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  tl_count();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  tl_count();
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  tl_count();
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  tl_count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  tl_count();
  *block = __libc_memalign(alignment, size);
  return *block ? 0 : 12;
}

#endif
