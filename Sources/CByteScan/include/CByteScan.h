// Searches over bytes that scanners spend their time in.
//
// Every search answers how many bytes at the start are plain, which is the offset of the first
// byte that is not, or `count`. The instruction set is chosen when compiling: SSE2 on x86-64,
// NEON on 64-bit Arm, else plain C. The `_scalar` twins in ByteScan.c are the definition; tests
// compare both at every offset and length. To add a search: its twin, its class mask, its test.
//
// They are inline because fields are short: a call would cost as much as the search.

#ifndef CBYTESCAN_H
#define CBYTESCAN_H

#include "ByteIndex.h"

#include <stddef.h>
#include <stdint.h>

/// The bytes before the first delimiter, quote, CR or LF, one at a time.
size_t tl_find_structural_scalar(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t quote);

/// The ASCII bytes before the first byte above 0x7F, one at a time.
size_t tl_ascii_run_scalar(const uint8_t *bytes, size_t count);

/// The bytes a JSON string may hold as they are, one at a time: ASCII from 0x20, no quote, no
/// backslash.
size_t tl_json_plain_run_scalar(const uint8_t *bytes, size_t count);

#if defined(__SSE2__)

#include <emmintrin.h>

#define TL_BLOCK 16
typedef __m128i tl_block;

static inline tl_block tl_load(const uint8_t *bytes) {
  return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline void tl_store(uint8_t *bytes, tl_block block) {
  _mm_storeu_si128((__m128i *)(void *)bytes, block);
}

static inline tl_block tl_equal(tl_block block, uint8_t byte) {
  return _mm_cmpeq_epi8(block, _mm_set1_epi8((char)byte));
}

static inline tl_block tl_either(tl_block left, tl_block right) {
  return _mm_or_si128(left, right);
}

// Signed comparison: bytes from 0x80 count as negative, hence as below 0x20 too.
static inline tl_block tl_control_or_high(tl_block block) {
  return _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
}

static inline tl_block tl_high(tl_block block) { return block; }

static inline uint64_t tl_mask(tl_block block) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(block);
}

#define TL_FIRST(mask) ((size_t)__builtin_ctzll(mask))

#elif defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

#define TL_BLOCK 16
typedef uint8x16_t tl_block;

static inline tl_block tl_load(const uint8_t *bytes) { return vld1q_u8(bytes); }

static inline void tl_store(uint8_t *bytes, tl_block block) { vst1q_u8(bytes, block); }

static inline tl_block tl_equal(tl_block block, uint8_t byte) {
  return vceqq_u8(block, vdupq_n_u8(byte));
}

static inline tl_block tl_either(tl_block left, tl_block right) { return vorrq_u8(left, right); }

static inline tl_block tl_control_or_high(tl_block block) {
  return vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(0x20));
}

static inline tl_block tl_high(tl_block block) { return vcgeq_u8(block, vdupq_n_u8(0x80)); }

// Four mask bits a byte: Arm has no movemask.
static inline uint64_t tl_mask(tl_block block) {
  uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(block), 4);
  return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

#define TL_FIRST(mask) ((size_t)__builtin_ctzll(mask) >> 2)

#endif

/// The bytes before the first delimiter, quote, CR or LF.
static inline size_t tl_find_structural(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t quote) {
  size_t offset = 0;
#ifdef TL_BLOCK
  for (; count - offset >= TL_BLOCK; offset += TL_BLOCK) {
    tl_block block = tl_load(bytes + offset);
    tl_block separators = tl_either(tl_equal(block, delimiter), tl_equal(block, quote));
    tl_block lineEnds = tl_either(tl_equal(block, '\r'), tl_equal(block, '\n'));
    uint64_t mask = tl_mask(tl_either(separators, lineEnds));
    if (mask) return offset + TL_FIRST(mask);
  }
#endif
  return offset + tl_find_structural_scalar(bytes + offset, count - offset, delimiter, quote);
}

/// Bytes of the well-formed UTF-8 sequence at the start (Unicode 15, table 3-7): 1 to 4; 0 where the
/// bytes are none, -1 where they are the beginning of one that is cut off. `count` is at least 1.
static inline int tl_utf8_sequence(const uint8_t *bytes, size_t count) {
  uint8_t first = bytes[0], low = 0x80, high = 0xbf;
  size_t length = 2;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first >= 0xe0) length = first >= 0xf0 ? 4 : 3;
  if (first == 0xe0) low = 0xa0;
  if (first == 0xed) high = 0x9f;
  if (first == 0xf0) low = 0x90;
  if (first == 0xf4) high = 0x8f;
  if (count < 2) return -1;
  if (bytes[1] < low || bytes[1] > high) return 0;
  for (size_t i = 2; i < length; i += 1) {
    if (i >= count) return -1;
    if ((bytes[i] & 0xc0) != 0x80) return 0;
  }
  return (int)length;
}

/// The bytes before the first that equals a byte.
static inline size_t tl_find_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t offset = 0;
#ifdef TL_BLOCK
  for (; count - offset >= TL_BLOCK; offset += TL_BLOCK) {
    uint64_t mask = tl_mask(tl_equal(tl_load(bytes + offset), byte));
    if (mask) return offset + TL_FIRST(mask);
  }
  if (count >= TL_BLOCK) {
    // What is left, with bytes before it that were looked at.
    uint64_t mask = tl_mask(tl_equal(tl_load(bytes + count - TL_BLOCK), byte));
    return mask ? count - TL_BLOCK + TL_FIRST(mask) : count;
  }
#endif
  while (offset < count && bytes[offset] != byte) offset += 1;
  return offset;
}

/// Copies the bytes before the first that equals a byte and answers how many; may write up to
/// `count` bytes.
static inline size_t tl_copy_before(
    const uint8_t *bytes, size_t count, uint8_t byte, uint8_t *to) {
  size_t offset = 0;
#ifdef TL_BLOCK
  for (; count - offset >= TL_BLOCK; offset += TL_BLOCK) {
    tl_block block = tl_load(bytes + offset);
    tl_store(to + offset, block);
    uint64_t mask = tl_mask(tl_equal(block, byte));
    if (mask) return offset + TL_FIRST(mask);
  }
#endif
  for (; offset < count && bytes[offset] != byte; offset += 1) to[offset] = bytes[offset];
  return offset;
}

/// The ASCII bytes before the first byte above 0x7F.
static inline size_t tl_ascii_run(const uint8_t *bytes, size_t count) {
  size_t offset = 0;
#ifdef TL_BLOCK
  for (; count - offset >= TL_BLOCK; offset += TL_BLOCK) {
    uint64_t mask = tl_mask(tl_high(tl_load(bytes + offset)));
    if (mask) return offset + TL_FIRST(mask);
  }
#endif
  return offset + tl_ascii_run_scalar(bytes + offset, count - offset);
}

/// The bytes a JSON string may hold as they are: ASCII from 0x20, no quote, no backslash.
static inline size_t tl_json_plain_run(const uint8_t *bytes, size_t count) {
  size_t offset = 0;
#ifdef TL_BLOCK
  for (; count - offset >= TL_BLOCK; offset += TL_BLOCK) {
    tl_block block = tl_load(bytes + offset);
    tl_block marks = tl_either(tl_equal(block, '"'), tl_equal(block, '\\'));
    uint64_t mask = tl_mask(tl_either(marks, tl_control_or_high(block)));
    if (mask) return offset + TL_FIRST(mask);
  }
#endif
  return offset + tl_json_plain_run_scalar(bytes + offset, count - offset);
}

#endif
