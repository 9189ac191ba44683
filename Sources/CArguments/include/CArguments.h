// The arguments of the program, as the kernel left them on its stack. Swift's `CommandLine` reads
// `/proc/self/cmdline` instead, which need not be mounted, and repairs what is not UTF-8.

#ifndef CARGUMENTS_H
#define CARGUMENTS_H

/// How many arguments there are, the program's own name included.
int tl_argument_count(void);

/// An argument by its number, 0 being the program's own name.
const char *tl_argument(int number);

#endif
