#include "CByteScan.h"

#include <string.h>

// Appends the positions of bits one by one; eight at a time, so that the loop's exit is guessed
// right for usual densities.
#define TL_EMIT_LOOP(bits, base, out)                                             \
  do {                                                                            \
    uint32_t *to = (out);                                                         \
    while (bits) {                                                                \
      for (int step = 0; step < 8; step += 1) {                                   \
        to[step] = (uint32_t)((base) + (size_t)__builtin_ctzll(bits | TL_STOP));  \
        bits &= bits - 1;                                                         \
      }                                                                           \
      to += 8;                                                                    \
    }                                                                             \
  } while (0)
// Keeps ctz defined once all bits are taken.
#define TL_STOP ((uint64_t)(bits == 0))

static inline uint64_t tl_shifted_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ bits << 32;
}

// MARK: UTF-8

// How many bytes there are without a sequence that the end may cut off.
static size_t tl_whole_sequences(const uint8_t *bytes, size_t count) {
  for (size_t back = 1; back <= 3 && back <= count; back += 1) {
    uint8_t byte = bytes[count - back];
    if (byte < 0x80) return count;
    if (byte >= 0xc0) {
      size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? count - back : count;
    }
  }
  return count;
}

// MARK: Scalar: the definition

typedef struct {
  const uint8_t *at;
} tl_scalar_bytes;

static inline uint64_t tl_scalar_is(tl_scalar_bytes block, uint8_t byte) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i += 1) bits |= (uint64_t)(block.at[i] == byte) << i;
  return bits;
}

static inline uint64_t tl_scalar_is_below(tl_scalar_bytes block, uint8_t byte) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i += 1) bits |= (uint64_t)(block.at[i] < byte) << i;
  return bits;
}

static inline uint64_t tl_scalar_operators(tl_scalar_bytes block) {
  return tl_scalar_is(block, '{') | tl_scalar_is(block, '}') | tl_scalar_is(block, '[') |
         tl_scalar_is(block, ']') | tl_scalar_is(block, ':') | tl_scalar_is(block, ',');
}

static inline uint64_t tl_scalar_digits(tl_scalar_bytes block) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i += 1) bits |= (uint64_t)((uint8_t)(block.at[i] - '0') < 10) << i;
  return bits;
}

static inline size_t tl_loop_emit(uint64_t bits, size_t base, uint32_t *out) {
  size_t found = (size_t)__builtin_popcountll(bits);
  TL_EMIT_LOOP(bits, base, out);
  return found;
}

// Appends the bytes of bits one by one.
#define TL_EMIT_BYTES_LOOP(bits, at, out)                            \
  do {                                                               \
    uint8_t *to = (out);                                             \
    for (uint64_t left = (bits); left; left &= left - 1) {           \
      *to++ = (at)[__builtin_ctzll(left)];                           \
    }                                                                \
  } while (0)

#define tl_four_white(block, is) (is(block, ' ') | is(block, '\n') | is(block, '\r') | is(block, '\t'))

#define TL_SCALAR_UTF8
#define TL_KERNEL(name) tl_##name##_scalar
#define tl_bytes tl_scalar_bytes
#define tl_load64(p) ((tl_scalar_bytes){p})
#define tl_is(block, byte) tl_scalar_is(block, byte)
#define tl_is_high(block) (~tl_scalar_is_below(block, 0x80))
#define tl_is_control(block) tl_scalar_is_below(block, 0x20)
#define tl_is_operator(block) tl_scalar_operators(block)
#define tl_is_digit(block) tl_scalar_digits(block)
#define tl_is_white(block) tl_four_white(block, tl_scalar_is)
#define tl_emit_bytes(bits, at, block, out) TL_EMIT_BYTES_LOOP(bits, at, out)
#define tl_prefix_xor(bits) tl_shifted_xor(bits)
#define tl_emit(bits, base, out) tl_loop_emit(bits, base, out)
#define tl_emit_many(bits, base, out) tl_loop_emit(bits, base, out)
#include "ByteIndexKernel.inc"
#include "ByteIndexUndef.inc"

// MARK: x86-64

#if defined(__x86_64__)

#include <immintrin.h>

typedef struct {
  __m128i part[4];
} tl_sse2_bytes;

static inline tl_sse2_bytes tl_sse2_load(const uint8_t *at) {
  tl_sse2_bytes block;
  for (int i = 0; i < 4; i += 1) {
    block.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
  }
  return block;
}

static inline uint64_t tl_sse2_join(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

static inline uint64_t tl_sse2_is(tl_sse2_bytes block, uint8_t byte) {
  __m128i all = _mm_set1_epi8((char)byte);
  return tl_sse2_join(
      _mm_cmpeq_epi8(block.part[0], all), _mm_cmpeq_epi8(block.part[1], all),
      _mm_cmpeq_epi8(block.part[2], all), _mm_cmpeq_epi8(block.part[3], all));
}

static inline uint64_t tl_sse2_high(tl_sse2_bytes block) {
  return tl_sse2_join(block.part[0], block.part[1], block.part[2], block.part[3]);
}

static inline uint64_t tl_sse2_control(tl_sse2_bytes block) {
  // max(x, 0x1f) = 0x1f exactly for bytes up to 0x1f.
  __m128i all = _mm_set1_epi8(0x1f);
  return tl_sse2_join(
      _mm_cmpeq_epi8(_mm_max_epu8(block.part[0], all), all),
      _mm_cmpeq_epi8(_mm_max_epu8(block.part[1], all), all),
      _mm_cmpeq_epi8(_mm_max_epu8(block.part[2], all), all),
      _mm_cmpeq_epi8(_mm_max_epu8(block.part[3], all), all));
}

static inline uint64_t tl_sse2_digits(tl_sse2_bytes block) {
  __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
  __m128i found[4];
  for (int i = 0; i < 4; i += 1) {
    __m128i value = _mm_sub_epi8(block.part[i], zero);
    found[i] = _mm_cmpeq_epi8(_mm_min_epu8(value, nine), value);
  }
  return tl_sse2_join(found[0], found[1], found[2], found[3]);
}

// '[' and '{', ']' and '}' differ in 0x20 only.
static inline uint64_t tl_sse2_operators(tl_sse2_bytes block) {
  __m128i fold = _mm_set1_epi8(0x20), open = _mm_set1_epi8('{'), close = _mm_set1_epi8('}');
  __m128i colon = _mm_set1_epi8(':'), comma = _mm_set1_epi8(',');
  __m128i found[4];
  for (int i = 0; i < 4; i += 1) {
    __m128i folded = _mm_or_si128(block.part[i], fold);
    found[i] = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(folded, open), _mm_cmpeq_epi8(folded, close)),
        _mm_or_si128(_mm_cmpeq_epi8(block.part[i], colon), _mm_cmpeq_epi8(block.part[i], comma)));
  }
  return tl_sse2_join(found[0], found[1], found[2], found[3]);
}

#define TL_KERNEL(name) tl_##name##_sse2
#define tl_bytes tl_sse2_bytes
#define tl_load64(p) tl_sse2_load(p)
#define tl_is(block, byte) tl_sse2_is(block, byte)
#define tl_is_high(block) tl_sse2_high(block)
#define tl_is_control(block) tl_sse2_control(block)
#define tl_is_operator(block) tl_sse2_operators(block)
#define tl_is_digit(block) tl_sse2_digits(block)
#define tl_is_white(block) tl_four_white(block, tl_sse2_is)
#define tl_emit_bytes(bits, at, block, out) TL_EMIT_BYTES_LOOP(bits, at, out)
#define tl_prefix_xor(bits) tl_shifted_xor(bits)
#define tl_emit(bits, base, out) tl_loop_emit(bits, base, out)
#define tl_emit_many(bits, base, out) tl_loop_emit(bits, base, out)
#include "ByteIndexKernel.inc"
#include "ByteIndexUndef.inc"

#pragma clang attribute push(__attribute__((target("avx2,pclmul,bmi,popcnt"))), apply_to = function)

typedef struct {
  __m256i part[2];
} tl_avx2_bytes;

static inline tl_avx2_bytes tl_avx2_load(const uint8_t *at) {
  tl_avx2_bytes block;
  block.part[0] = _mm256_loadu_si256((const __m256i *)(const void *)at);
  block.part[1] = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
  return block;
}

static inline uint64_t tl_avx2_join(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

static inline uint64_t tl_avx2_is(tl_avx2_bytes block, uint8_t byte) {
  __m256i all = _mm256_set1_epi8((char)byte);
  return tl_avx2_join(
      _mm256_cmpeq_epi8(block.part[0], all), _mm256_cmpeq_epi8(block.part[1], all));
}

static inline uint64_t tl_avx2_control(tl_avx2_bytes block) {
  __m256i all = _mm256_set1_epi8(0x1f);
  return tl_avx2_join(
      _mm256_cmpeq_epi8(_mm256_max_epu8(block.part[0], all), all),
      _mm256_cmpeq_epi8(_mm256_max_epu8(block.part[1], all), all));
}

static inline uint64_t tl_avx2_digits(tl_avx2_bytes block) {
  __m256i zero = _mm256_set1_epi8('0'), nine = _mm256_set1_epi8(9);
  __m256i low = _mm256_sub_epi8(block.part[0], zero), high = _mm256_sub_epi8(block.part[1], zero);
  return tl_avx2_join(
      _mm256_cmpeq_epi8(_mm256_min_epu8(low, nine), low),
      _mm256_cmpeq_epi8(_mm256_min_epu8(high, nine), high));
}

#define TL_TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

// Looked up by the low nibble: '[' and '{', ']' and '}' differ in 0x20 only, so with that bit set
// only operators equal what stands for their nibble, and the control characters 0x0C and 0x1A.
#define TL_OPERATORS 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0
// The same for white space; 0 and 1 stand where no byte with that nibble equals them.
#define TL_WHITE ' ', 0, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1

static inline uint64_t tl_avx2_operators(tl_avx2_bytes block) {
  const __m256i table = TL_TWICE(TL_OPERATORS);
  __m256i fold = _mm256_set1_epi8(0x20), found[2];
  for (int i = 0; i < 2; i += 1) {
    __m256i looked_up = _mm256_shuffle_epi8(table, block.part[i]);
    found[i] = _mm256_cmpeq_epi8(_mm256_or_si256(block.part[i], fold), looked_up);
  }
  return tl_avx2_join(found[0], found[1]);
}

static inline uint64_t tl_avx2_white(tl_avx2_bytes block) {
  const __m256i table = TL_TWICE(TL_WHITE);
  return tl_avx2_join(
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, block.part[0]), block.part[0]),
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, block.part[1]), block.part[1]));
}

// Multiplying by all ones without carries adds up every bit below.
static inline uint64_t tl_multiplied_xor(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(
      _mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline size_t tl_avx2_emit(uint64_t bits, size_t base, uint32_t *out) {
  size_t found = (size_t)__builtin_popcountll(bits);
  TL_EMIT_LOOP(bits, base, out);
  return found;
}

// Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (Software: Practice
// and Experience 51, 2021): every error shows in the high nibble of a byte, its low nibble and the
// high nibble of the next, or in the number of continuation bytes.
enum {
  TOO_SHORT = 1, TOO_LONG = 2, OVERLONG_3 = 4, TOO_LARGE = 8, SURROGATE = 16, OVERLONG_2 = 32,
  OVERLONG_4 = 64, TOO_LARGE_1000 = 64, TWO_CONTINUATIONS = -128,
  CARRY = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS, LARGE = CARRY | TOO_LARGE | TOO_LARGE_1000,
  NEXT = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS
};

// By the high nibble of a byte, by its low one, and by the high one of the next.
#define TL_FIRST_HIGH                                                                   \
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,       \
      TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS,       \
      TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,            \
      TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4
#define TL_FIRST_LOW                                                                    \
  CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY,       \
      CARRY | TOO_LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE,        \
      LARGE | SURROGATE, LARGE, LARGE
#define TL_SECOND_HIGH                                                                  \
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,          \
      TOO_SHORT, NEXT | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,                       \
      NEXT | OVERLONG_3 | TOO_LARGE, NEXT | SURROGATE | TOO_LARGE,                      \
      NEXT | SURROGATE | TOO_LARGE, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT

static inline __m256i tl_high_nibbles(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
}

// The errors of 32 bytes that follow 32 others.
static inline __m256i tl_utf8_errors(__m256i input, __m256i before) {
  __m256i joined = _mm256_permute2x128_si256(before, input, 0x21);
  __m256i one = _mm256_alignr_epi8(input, joined, 15);
  __m256i two = _mm256_alignr_epi8(input, joined, 14);
  __m256i three = _mm256_alignr_epi8(input, joined, 13);
  __m256i low = _mm256_and_si256(one, _mm256_set1_epi8(0x0f));
  __m256i special = _mm256_and_si256(
      _mm256_and_si256(
          _mm256_shuffle_epi8(TL_TWICE(TL_FIRST_HIGH), tl_high_nibbles(one)),
          _mm256_shuffle_epi8(TL_TWICE(TL_FIRST_LOW), low)),
      _mm256_shuffle_epi8(TL_TWICE(TL_SECOND_HIGH), tl_high_nibbles(input)));
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xe0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xf0 - 0x80)));
  __m256i expected =
      _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(expected, special);
}

// The last bytes before the block, and whether a sequence may go on behind them: then the last is
// no ASCII.
typedef struct {
  __m256i last;
  uint64_t high;
} tl_utf8_avx2;

static inline int tl_is_malformed_avx2(
    tl_avx2_bytes block, const uint8_t *bytes, size_t offset, size_t end, tl_utf8_avx2 *before) {
  (void)bytes, (void)offset, (void)end;
  uint64_t high = tl_avx2_join(block.part[0], block.part[1]);
  if (!(high | before->high)) return 0;
  __m256i last = before->high ? before->last : _mm256_setzero_si256();
  __m256i errors = _mm256_or_si256(
      tl_utf8_errors(block.part[0], last), tl_utf8_errors(block.part[1], block.part[0]));
  before->last = block.part[1];
  before->high = high >> 63;
  return !_mm256_testz_si256(errors, errors);
}

#undef TL_SCALAR_UTF8
#define TL_KERNEL(name) tl_##name##_avx2
#define tl_bytes tl_avx2_bytes
#define tl_load64(p) tl_avx2_load(p)
#define tl_is(block, byte) tl_avx2_is(block, byte)
#define tl_is_control(block) tl_avx2_control(block)
#define tl_is_operator(block) tl_avx2_operators(block)
#define tl_is_digit(block) tl_avx2_digits(block)
#define tl_is_white(block) tl_avx2_white(block)
#define tl_emit_bytes(bits, at, block, out) TL_EMIT_BYTES_LOOP(bits, at, out)
#define tl_prefix_xor(bits) tl_multiplied_xor(bits)
#define tl_emit(bits, base, out) tl_avx2_emit(bits, base, out)
#define tl_emit_many(bits, base, out) tl_avx2_emit(bits, base, out)
#include "ByteIndexKernel.inc"
#include "ByteIndexUndef.inc"

#pragma clang attribute pop

#define TL_AVX512_TARGET "avx512f,avx512bw,avx512vl,avx512vbmi2,pclmul,bmi,popcnt"
#pragma clang attribute push(__attribute__((target(TL_AVX512_TARGET))), apply_to = function)

#define TL_FOUR_TIMES(...) _mm512_broadcast_i32x4(_mm_setr_epi8(__VA_ARGS__))

static inline uint64_t tl_avx512_operators(__m512i block) {
  __m512i looked_up = _mm512_shuffle_epi8(TL_FOUR_TIMES(TL_OPERATORS), block);
  return _mm512_cmpeq_epi8_mask(_mm512_or_si512(block, _mm512_set1_epi8(0x20)), looked_up);
}

static inline uint64_t tl_avx512_white(__m512i block) {
  return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(TL_FOUR_TIMES(TL_WHITE), block), block);
}

static inline uint64_t tl_avx512_digits(__m512i block) {
  return _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
}

static inline void tl_avx512_emit_bytes(uint64_t bits, __m512i block, uint8_t *out) {
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(bits, block));
}

// Compresses the numbers 0...63 to those of the bits and widens sixteen of them at a time; where
// there are often more, the second sixteen are no worse than a branch around them.
static inline __attribute__((always_inline)) size_t tl_avx512_emit(
    uint64_t bits, size_t base, uint32_t *out, int are_many) {
  const __m512i numbers = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41,
      40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18,
      17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  size_t found = (size_t)__builtin_popcountll(bits);
  __m512i packed = _mm512_maskz_compress_epi8(bits, numbers);
  __m512i first = _mm512_set1_epi32((int)(uint32_t)base);
  _mm512_storeu_si512(
      out, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
  if (are_many || found > 16) {
    _mm512_storeu_si512(
        out + 16,
        _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
  }
  if (found > 32) {
    _mm512_storeu_si512(
        out + 32,
        _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    _mm512_storeu_si512(
        out + 48,
        _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
  }
  return found;
}

// The bytes before the block.
typedef __m512i tl_utf8_avx512;

// As for AVX2, but always: where other letters are frequent, a branch around it is guessed wrong
// more often than it saves.
static inline int tl_is_malformed_avx512(
    __m512i block, const uint8_t *bytes, size_t offset, size_t end, tl_utf8_avx512 *before) {
  (void)bytes, (void)offset, (void)end;
  const __m512i nibble = _mm512_set1_epi8(0x0f);
  __m512i joined = _mm512_alignr_epi64(block, *before, 6);
  __m512i one = _mm512_alignr_epi8(block, joined, 15);
  __m512i two = _mm512_alignr_epi8(block, joined, 14);
  __m512i three = _mm512_alignr_epi8(block, joined, 13);
  __m512i first_high = _mm512_shuffle_epi8(
      TL_FOUR_TIMES(TL_FIRST_HIGH), _mm512_and_si512(_mm512_srli_epi16(one, 4), nibble));
  __m512i first_low =
      _mm512_shuffle_epi8(TL_FOUR_TIMES(TL_FIRST_LOW), _mm512_and_si512(one, nibble));
  __m512i second_high = _mm512_shuffle_epi8(
      TL_FOUR_TIMES(TL_SECOND_HIGH), _mm512_and_si512(_mm512_srli_epi16(block, 4), nibble));
  __m512i special = _mm512_and_si512(_mm512_and_si512(first_high, first_low), second_high);
  __m512i third = _mm512_subs_epu8(two, _mm512_set1_epi8((char)(0xe0 - 0x80)));
  __m512i fourth = _mm512_subs_epu8(three, _mm512_set1_epi8((char)(0xf0 - 0x80)));
  __m512i expected =
      _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
  *before = block;
  return _mm512_cmpneq_epi64_mask(expected, special) != 0;
}

#define TL_KERNEL(name) tl_##name##_avx512
#define tl_bytes __m512i
#define tl_load64(p) _mm512_loadu_si512((const void *)(p))
#define tl_is(block, byte) _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)(byte)))
#define tl_is_control(block) _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(0x20))
#define tl_is_operator(block) tl_avx512_operators(block)
#define tl_is_digit(block) tl_avx512_digits(block)
#define tl_is_white(block) tl_avx512_white(block)
#define tl_emit_bytes(bits, at, block, out) tl_avx512_emit_bytes(bits, block, out)
#define tl_prefix_xor(bits) tl_multiplied_xor(bits)
#define tl_emit(bits, base, out) tl_avx512_emit(bits, base, out, 0)
#define tl_emit_many(bits, base, out) tl_avx512_emit(bits, base, out, 1)
#include "ByteIndexKernel.inc"
#include "ByteIndexUndef.inc"

#pragma clang attribute pop

#endif

// MARK: Arm

#if defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

typedef struct {
  uint8x16_t part[4];
} tl_neon_bytes;

static inline tl_neon_bytes tl_neon_load(const uint8_t *at) {
  tl_neon_bytes block;
  for (int i = 0; i < 4; i += 1) block.part[i] = vld1q_u8(at + 16 * i);
  return block;
}

// A bit per byte: weights within eight bytes are added up pair by pair.
static inline uint64_t tl_neon_join(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
  uint8x16_t high = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
  uint8x16_t sums = vpaddq_u8(low, high);
  sums = vpaddq_u8(sums, sums);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sums), 0);
}

static inline uint64_t tl_neon_is(tl_neon_bytes block, uint8_t byte) {
  uint8x16_t all = vdupq_n_u8(byte);
  return tl_neon_join(
      vceqq_u8(block.part[0], all), vceqq_u8(block.part[1], all), vceqq_u8(block.part[2], all),
      vceqq_u8(block.part[3], all));
}

static inline uint64_t tl_neon_below(tl_neon_bytes block, uint8_t byte) {
  uint8x16_t all = vdupq_n_u8(byte);
  return tl_neon_join(
      vcltq_u8(block.part[0], all), vcltq_u8(block.part[1], all), vcltq_u8(block.part[2], all),
      vcltq_u8(block.part[3], all));
}

static inline uint64_t tl_neon_digits(tl_neon_bytes block) {
  tl_neon_bytes value;
  for (int i = 0; i < 4; i += 1) value.part[i] = vsubq_u8(block.part[i], vdupq_n_u8('0'));
  return tl_neon_below(value, 10);
}

static inline uint64_t tl_neon_operators(tl_neon_bytes block) {
  return tl_neon_is(block, '{') | tl_neon_is(block, '}') | tl_neon_is(block, '[') |
         tl_neon_is(block, ']') | tl_neon_is(block, ':') | tl_neon_is(block, ',');
}

#define TL_SCALAR_UTF8
#define TL_KERNEL(name) tl_##name##_neon
#define tl_bytes tl_neon_bytes
#define tl_load64(p) tl_neon_load(p)
#define tl_is(block, byte) tl_neon_is(block, byte)
#define tl_is_high(block) (~tl_neon_below(block, 0x80))
#define tl_is_control(block) tl_neon_below(block, 0x20)
#define tl_is_operator(block) tl_neon_operators(block)
#define tl_is_digit(block) tl_neon_digits(block)
#define tl_is_white(block) tl_four_white(block, tl_neon_is)
#define tl_emit_bytes(bits, at, block, out) TL_EMIT_BYTES_LOOP(bits, at, out)
#define tl_prefix_xor(bits) tl_shifted_xor(bits)
#define tl_emit(bits, base, out) tl_loop_emit(bits, base, out)
#define tl_emit_many(bits, base, out) tl_loop_emit(bits, base, out)
#include "ByteIndexKernel.inc"
#include "ByteIndexUndef.inc"

#endif

// MARK: Choice

int tl_has_instruction_set(tl_instruction_set set) {
  switch (set) {
    case TL_SCALAR:
      return 1;
#if defined(__x86_64__)
    case TL_SSE2:
      return 1;
    case TL_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    case TL_AVX512:
      return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("pclmul");
#endif
#if defined(__aarch64__) && defined(__ARM_NEON)
    case TL_NEON:
      return 1;
#endif
    default:
      return 0;
  }
}

void tl_index_csv(
    tl_instruction_set set, const uint8_t *bytes, size_t count, tl_csv_dialect dialect,
    tl_csv_index *index) {
  switch (set) {
#if defined(__x86_64__)
    case TL_SSE2:
      tl_index_csv_sse2(bytes, count, dialect, index);
      return;
    case TL_AVX2:
      tl_index_csv_avx2(bytes, count, dialect, index);
      return;
    case TL_AVX512:
      tl_index_csv_avx512(bytes, count, dialect, index);
      return;
#endif
#if defined(__aarch64__) && defined(__ARM_NEON)
    case TL_NEON:
      tl_index_csv_neon(bytes, count, dialect, index);
      return;
#endif
    default:
      tl_index_csv_scalar(bytes, count, dialect, index);
  }
}

void tl_index_json(
    tl_instruction_set set, const uint8_t *bytes, size_t count, tl_json_index *index) {
  switch (set) {
#if defined(__x86_64__)
    case TL_SSE2:
      tl_index_json_sse2(bytes, count, index);
      return;
    case TL_AVX2:
      tl_index_json_avx2(bytes, count, index);
      return;
    case TL_AVX512:
      tl_index_json_avx512(bytes, count, index);
      return;
#endif
#if defined(__aarch64__) && defined(__ARM_NEON)
    case TL_NEON:
      tl_index_json_neon(bytes, count, index);
      return;
#endif
    default:
      tl_index_json_scalar(bytes, count, index);
  }
}
