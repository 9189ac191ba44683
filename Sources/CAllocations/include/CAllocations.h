// Counts what a program allocates, for the tools that measure. Whoever links this gets these
// `malloc` and `calloc` and `realloc` in the place of glibc's, which do the work.

#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

/// Blocks of memory asked for since the program began; 0 where they are not counted.
uint64_t tl_allocation_count(void);

#endif
