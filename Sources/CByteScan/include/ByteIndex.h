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

/// How CSV is written.
typedef struct {
  uint8_t delimiter;
  uint8_t quote;
  /// Whether quotes mean anything.
  int has_quotes;
  /// Whether the bytes must be well-formed UTF-8.
  int is_utf8;
} tl_csv_dialect;

/// The index of a stretch of CSV that begins with a record.
typedef struct {
  /// Offsets of delimiters and line feeds outside quotes; room for `count` + 64.
  uint32_t *separators;
  size_t separator_count;
  /// Offsets, rising, of what a row is more than its separators: the line feed that ends it,
  /// carriage returns and line feeds inside quotes, and the second of every pair of quotes that
  /// stands for one; room for `count` + 64.
  uint32_t *events;
  size_t event_count;
  /// Bytes that were understood: all, or those before the block with something irregular.
  size_t indexed;
} tl_csv_index;

/// Fills an index. Something irregular ends it: a quote that neither opens nor closes a field, a
/// carriage return without line feed outside quotes, or a malformed sequence of UTF-8. A sequence
/// that the end cuts off is not looked at. `count` is below 2^32.
void tl_index_csv(
    tl_instruction_set set, const uint8_t *bytes, size_t count, tl_csv_dialect dialect,
    tl_csv_index *index);

/// The index of a stretch of JSON that begins with an object, and what is known of the objects in
/// it that lie side by side.
///
///   {"a":[1,"x\n"]},{"b":     bytes
///   { " : [ 1 , \ ] } , { " :  kinds; a string with escapes has a backslash for its quote
///   8     7                     closings, of opening brackets
typedef struct {
  /// Offsets of brackets, colons, commas, opening quotes and first bytes of words; room for
  /// `count` + 64.
  uint32_t *marks;
  /// The byte at every mark, but a backslash for a string that holds escapes; room for `count` + 64.
  uint8_t *kinds;
  /// For an opening bracket the mark that closes it; room for `count` + 64.
  uint32_t *closings;
  /// Marks, rising, to look at: words that are more than digits, or begin with a zero, and strings
  /// with an escaped code unit. Room for `count` + 64.
  uint32_t *doubts;
  /// Open brackets at any moment that are too many, and room for so many.
  uint32_t *open;
  size_t depth_limit;

  size_t mark_count;
  size_t doubt_count;
  /// Marks before the first object that is not closed in these bytes, or not right.
  size_t known;
  /// Whether that object is not right, whatever follows.
  int is_refused;
} tl_json_index;

/// Fills an index of `count` bytes, below 2^31. All objects of its first `known` marks keep RFC
/// 8259 if the doubts in them do; nothing is said of what lies between objects.
void tl_index_json(
    tl_instruction_set set, const uint8_t *bytes, size_t count, tl_json_index *index);

#endif
