// Holds the NEON kernels of CByteScan against their definition in plain C, on Arm or an emulator.
//
//   neon SEED ROUNDS FILE…
//
// Random texts of the bytes that matter, and stretches of the files from any of their first 64
// bytes; csv in several dialects, json, and the searches of CByteScan.h. The first difference is printed with
// the text and ends it with 1.

#include "CByteScan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 16, ROOM = LONGEST + 64, DEPTH = 40 };

static uint64_t state;

// SplitMix64 (Steele, Lea, Flood, 2014).
static uint64_t next(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static void stop(const char *what, const uint8_t *bytes, size_t count) {
  printf("neon and scalar differ: %s of %zu bytes\n", what, count);
  for (size_t i = 0; i < count && i < 400; i += 1) printf("%02x", bytes[i]);
  printf("\n");
  exit(1);
}

static int differ(const uint32_t *left, const uint32_t *right, size_t count) {
  return memcmp(left, right, count * sizeof *left) != 0;
}

static void check_csv(const uint8_t *bytes, size_t count, tl_csv_dialect dialect) {
  static uint32_t lists[2][2][ROOM];
  tl_csv_index found[2] = {0};
  for (int i = 0; i < 2; i += 1) {
    found[i].separators = lists[i][0];
    found[i].events = lists[i][1];
    tl_index_csv(i ? TL_NEON : TL_SCALAR, bytes, count, dialect, &found[i]);
  }
  if (found[0].indexed != found[1].indexed ||
      found[0].separator_count != found[1].separator_count ||
      found[0].event_count != found[1].event_count ||
      differ(lists[0][0], lists[1][0], found[0].separator_count) ||
      differ(lists[0][1], lists[1][1], found[0].event_count)) {
    stop("csv", bytes, count);
  }
}

static void check_json(const uint8_t *bytes, size_t count) {
  static uint32_t lists[2][3][ROOM], open[2][DEPTH];
  static uint8_t kinds[2][ROOM];
  tl_json_index found[2] = {0};
  for (int i = 0; i < 2; i += 1) {
    found[i].marks = lists[i][0];
    found[i].closings = lists[i][1];
    found[i].doubts = lists[i][2];
    found[i].kinds = kinds[i];
    found[i].open = open[i];
    found[i].depth_limit = DEPTH;
    tl_index_json(i ? TL_NEON : TL_SCALAR, bytes, count, &found[i]);
  }
  size_t known = found[0].known;
  int is_other = found[0].mark_count != found[1].mark_count || known != found[1].known ||
                 found[0].doubt_count != found[1].doubt_count ||
                 found[0].is_refused != found[1].is_refused ||
                 differ(lists[0][0], lists[1][0], found[0].mark_count) ||
                 differ(lists[0][2], lists[1][2], found[0].doubt_count) ||
                 memcmp(kinds[0], kinds[1], found[0].mark_count);
  for (size_t i = 0; i < known && !is_other; i += 1) {
    uint8_t kind = kinds[0][i];
    if (kind == '{' || kind == '[') is_other = lists[0][1][i] != lists[1][1][i];
  }
  if (is_other) stop("json", bytes, count);
}

static void check_searches(const uint8_t *bytes, size_t count) {
  static uint8_t copy[ROOM];
  size_t plain = 0;
  while (plain < count && bytes[plain] != '\\') plain += 1;
  if (tl_find_structural(bytes, count, ',', '"') !=
          tl_find_structural_scalar(bytes, count, ',', '"') ||
      tl_ascii_run(bytes, count) != tl_ascii_run_scalar(bytes, count) ||
      tl_json_plain_run(bytes, count) != tl_json_plain_run_scalar(bytes, count) ||
      tl_find_byte(bytes, count, '\\') != plain ||
      tl_copy_before(bytes, count, '\\', copy) != plain || memcmp(copy, bytes, plain)) {
    stop("a search", bytes, count);
  }
}

static void check(const uint8_t *bytes, size_t count) {
  static const tl_csv_dialect dialects[] = {
      {',', '"', 1, 1}, {';', '\'', 1, 0}, {'\t', 0, 0, 1}, {'|', '"', 1, 1}};
  for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i += 1) {
    check_csv(bytes, count, dialects[i]);
  }
  check_json(bytes, count);
  check_searches(bytes, count);
}

// Makes a text of pieces, of which some are wrong in a quarter of the texts.
static size_t random_text(uint8_t *text, size_t room) {
  static const char *const pieces[] = {
      "a,b\n", "\"q\"\"q\",", "\"x\r\ny\"\r\n", "1;2|3\t4\n", "\"\"", ",,\n", "é", "€", "👍", "'x';",
      "{\"a\":1}", "{\"k\":[1,{\"b\":null},\"\\u00e9\\n\"]}\n", "[", "]", "{", "}", ":", "true", "-1.5e3",
      "\\", "\"", " ", "\n", "\r", "01", "{\"long key of a member\":\"and its text, quite long\"},",
      "plain text of some length without anything ", "{}", "\x80", "\xc3", "\xff", "\x01"};
  enum { PIECES = sizeof pieces / sizeof *pieces, RIGHT = 12 };
  size_t count = 0, usual = next() % 4 ? RIGHT : PIECES, shift = next() % PIECES;
  while (1) {
    const char *piece = pieces[(next() % usual + shift) % PIECES];
    size_t length = strlen(piece);
    if (count + length > room) return count;
    memcpy(text + count, piece, length);
    count += length;
  }
}

static void check_file(const char *path) {
  static uint8_t bytes[LONGEST];
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "%s cannot be opened\n", path);
    exit(66);
  }
  for (size_t count; (count = fread(bytes, 1, LONGEST, file)) > 0;) {
    size_t start = next() % 64;
    if (start < count) check(bytes + start, count - start);
  }
  fclose(file);
}

int main(int count, char **words) {
  if (count < 3 || !tl_has_instruction_set(TL_NEON)) {
    fprintf(stderr, "usage, on Arm: neon SEED ROUNDS FILE...\n");
    return 64;
  }
  state = strtoull(words[1], 0, 10);
  long rounds = atol(words[2]);
  static uint8_t text[600];
  for (long i = 0; i < rounds; i += 1) {
    size_t length = random_text(text, next() % sizeof text);
    // Any byte, too, in some places.
    for (uint64_t left = next() % 4; left > 0 && length > 0; left -= 1) {
      text[next() % length] = (uint8_t)next();
    }
    check(text, length);
  }
  for (int i = 3; i < count; i += 1) check_file(words[i]);
  printf("neon equals scalar: %ld random texts, %d files\n", rounds, count - 3);
  return 0;
}
