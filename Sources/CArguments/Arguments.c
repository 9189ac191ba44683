#include "CArguments.h"

static int argument_count;
static char **argument_list;

// glibc hands every constructor what it hands `main`.
__attribute__((constructor)) static void keep_arguments(int count, char **list) {
  argument_count = count;
  argument_list = list;
}

int tl_argument_count(void) { return argument_count; }

const char *tl_argument(int number) { return argument_list[number]; }
