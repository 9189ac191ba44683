// Structural indexes: where the separators of CSV and the structure of JSON stand, 64 bytes at a
// time, without looking at what lies between.
//
// The kernels exist once per instruction set (ByteIndexKernel.inc, compiled with the target's
// attributes) and all give the same answer; the scalar one is the definition tests hold the others
// against. They are called per block of some 64 KiB, so a call costs nothing.
//
// Design: Langdale and Lemire, "Parsing gigabytes of JSON per second" (VLDB J. 28, 2019), for the
// quoted regions by prefix-xor and the escaped characters; Geoff Langdale's simdcsv for CSV.

#ifndef BYTEINDEX_H
#define BYTEINDEX_H

#include <stddef.h>
#include <stdint.h>

/// An instruction set the kernels are compiled for.
typedef enum {
  TL_SCALAR = 0,
  TL_SSE2 = 1,
  TL_AVX2 = 2,
  TL_AVX512 = 3,
  TL_NEON = 4
} tl_instruction_set;

/// Whether this machine has it.
int tl_has_instruction_set(tl_instruction_set set);

/// The index of a stretch of CSV that begins with a record.
typedef struct {
  /// Offsets of delimiters and line feeds outside quotes; room for `count` + 64.
  uint32_t *separators;
  size_t separator_count;
  /// For every record its line feed's position among the separators; room for `count` + 64.
  uint32_t *rows;
  size_t row_count;
  /// Offsets, rising, one for every line end inside quotes; room for `count` + 64.
  uint32_t *quoted_line_ends;
  size_t quoted_line_end_count;
  /// Bytes that were understood: all, or those before the block with something irregular.
  size_t indexed;
  /// Whether the records, up to the last one's end, are well-formed UTF-8.
  int is_utf8;
} tl_csv_index;

/// Fills an index. Something irregular ends it: a quote that neither opens nor closes a field, or a
/// carriage return without line feed outside quotes. `count` is below 2^32.
void tl_index_csv(
    tl_instruction_set set, const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t quote,
    int has_quotes, tl_csv_index *index);

/// The index of a stretch of JSON that begins outside strings.
typedef struct {
  /// Offsets of brackets, colons, commas, opening quotes and first bytes of words; room for
  /// `count` + 64.
  uint32_t *marks;
  size_t mark_count;
  /// For every 64 bytes why strings need a closer look: 1 for an escape or a control character, 2
  /// for a byte above 0x7F; room for `count` / 64 + 1.
  uint8_t *special;
  /// Whether the bytes are well-formed UTF-8, but for a sequence their end may cut off.
  int is_utf8;
} tl_json_index;

/// Fills an index of `count` bytes, below 2^32.
void tl_index_json(
    tl_instruction_set set, const uint8_t *bytes, size_t count, tl_json_index *index);

/// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7).
int tl_is_utf8(tl_instruction_set set, const uint8_t *bytes, size_t count);

#endif
