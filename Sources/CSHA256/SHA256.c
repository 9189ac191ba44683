#include "CSHA256.h"

#include <string.h>

// FIPS 180-4, 4.2.2.
static const uint32_t tl_round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static const tl_sha256_state tl_start = {
    {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};

enum { TL_BLOCK = 64, TL_DIGEST = 32 };

typedef void (*tl_compress)(tl_sha256_state *state, const uint8_t *blocks, size_t count);

static inline uint32_t tl_rotated(uint32_t word, int by) { return word >> by | word << (32 - by); }

static inline uint32_t tl_big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// A round of FIPS 180-4, 6.2.2, by the names it has there. Instead of moving all eight words, the
// next round gives them other names.
static inline void tl_round(
    const uint32_t a, const uint32_t b, const uint32_t c, uint32_t *d, const uint32_t e,
    const uint32_t f, const uint32_t g, uint32_t *h, uint32_t input) {
  uint32_t first = *h + (tl_rotated(e, 6) ^ tl_rotated(e, 11) ^ tl_rotated(e, 25)) +
                   (g ^ (e & (f ^ g))) + input;
  uint32_t second = (tl_rotated(a, 2) ^ tl_rotated(a, 13) ^ tl_rotated(a, 22)) +
                    ((a & b) | (c & (a | b)));
  *d += first;
  *h = first + second;
}

static void tl_compress_scalar(tl_sha256_state *state, const uint8_t *blocks, size_t count) {
  for (; count > 0; count -= 1, blocks += TL_BLOCK) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i += 1) w[i] = tl_big_endian(blocks + 4 * i);
    for (int i = 16; i < 64; i += 1) {
      uint32_t low = w[i - 15], high = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (tl_rotated(low, 7) ^ tl_rotated(low, 18) ^ low >> 3) +
             (tl_rotated(high, 17) ^ tl_rotated(high, 19) ^ high >> 10);
    }
    for (int i = 0; i < 64; i += 1) w[i] += tl_round_constants[i];
    memcpy(s, state->words, sizeof s);
    for (int i = 0; i < 64; i += 8) {
#pragma clang loop unroll(full)
      for (int j = 0; j < 8; j += 1) {
        // After j rounds the word called a is the j-th before the first, counted around.
        tl_round(
            s[(8 - j) & 7], s[(9 - j) & 7], s[(10 - j) & 7], &s[(11 - j) & 7], s[(12 - j) & 7],
            s[(13 - j) & 7], s[(14 - j) & 7], &s[(15 - j) & 7], w[i + j]);
      }
    }
    for (int i = 0; i < 8; i += 1) state->words[i] += s[i];
  }
}

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

int tl_sha256_is_accelerated(void) {
  // Asking the processor takes microseconds on a virtual machine: 0 not asked yet, 1 no, 2 yes.
  static int known;
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer == 0) {
    unsigned int a, b, c, d;
    int has = __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
              (b >> 29 & 1);
    answer = has ? 2 : 1;
    __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  }
  return answer == 2;
}

// Gulley et al., "Intel SHA Extensions" (2013): four rounds a turn; the state is kept as ABEF and
// CDGH. The rounds of one hash wait for each other, those of several are done in between.
__attribute__((target("sha,sse4.1"), always_inline)) static inline void tl_compress_lanes(
    tl_sha256_state *const *states, const uint8_t *const *blocks, size_t count, const int lanes) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef[2], cdgh[2];
  for (int lane = 0; lane < lanes; lane += 1) {
    const __m128i *words = (const __m128i *)(const void *)states[lane]->words;
    __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
    abef[lane] = _mm_alignr_epi8(badc, hgfe, 8);
    cdgh[lane] = _mm_blend_epi16(hgfe, badc, 0xf0);
  }
  for (size_t block = 0; block < count; block += 1) {
    __m128i abef_before[2], cdgh_before[2], w[2][4];
    for (int lane = 0; lane < lanes; lane += 1) {
      abef_before[lane] = abef[lane];
      cdgh_before[lane] = cdgh[lane];
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 1) {
      const __m128i *constants = (const __m128i *)(const void *)(tl_round_constants + 4 * i);
#pragma clang loop unroll(full)
      for (int lane = 0; lane < lanes; lane += 1) {
        if (i < 4) {
          const uint8_t *at = blocks[lane] + block * TL_BLOCK + 16 * i;
          w[lane][i] =
              _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)at), order);
        } else {
          __m128i last = w[lane][(i - 1) & 3];
          __m128i sum = _mm_add_epi32(
              _mm_sha256msg1_epu32(w[lane][i & 3], w[lane][(i - 3) & 3]),
              _mm_alignr_epi8(last, w[lane][(i - 2) & 3], 4));
          w[lane][i & 3] = _mm_sha256msg2_epu32(sum, last);
        }
        __m128i input = _mm_add_epi32(w[lane][i & 3], _mm_loadu_si128(constants));
        cdgh[lane] = _mm_sha256rnds2_epu32(cdgh[lane], abef[lane], input);
        abef[lane] =
            _mm_sha256rnds2_epu32(abef[lane], cdgh[lane], _mm_shuffle_epi32(input, 0x0e));
      }
    }
    for (int lane = 0; lane < lanes; lane += 1) {
      abef[lane] = _mm_add_epi32(abef[lane], abef_before[lane]);
      cdgh[lane] = _mm_add_epi32(cdgh[lane], cdgh_before[lane]);
    }
  }
  for (int lane = 0; lane < lanes; lane += 1) {
    __m128i *words = (__m128i *)(void *)states[lane]->words;
    __m128i feba = _mm_shuffle_epi32(abef[lane], 0x1b), dchg = _mm_shuffle_epi32(cdgh[lane], 0xb1);
    _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
  }
}

__attribute__((target("sha,sse4.1"))) static void tl_compress_sha(
    tl_sha256_state *state, const uint8_t *blocks, size_t count) {
  tl_compress_lanes(&state, &blocks, count, 1);
}

__attribute__((target("sha,sse4.1"))) static void tl_compress_two(
    tl_sha256_state *const *states, const uint8_t *const *blocks, size_t count) {
  tl_compress_lanes(states, blocks, count, 2);
}

#else

int tl_sha256_is_accelerated(void) { return 0; }

#define tl_compress_sha tl_compress_scalar

static void tl_compress_two(
    tl_sha256_state *const *states, const uint8_t *const *blocks, size_t count) {
  for (int lane = 0; lane < 2; lane += 1) tl_compress_scalar(states[lane], blocks[lane], count);
}

#endif

// Ends a hash of `before` bytes with some more; FIPS 180-4, 5.1.1.
static void tl_end(
    tl_compress compress, tl_sha256_state state, uint64_t before, const uint8_t *bytes,
    size_t count, uint8_t *digest) {
  size_t whole = count / TL_BLOCK, rest = count % TL_BLOCK;
  compress(&state, bytes, whole);
  uint8_t last[2 * TL_BLOCK] = {0};
  if (rest > 0) memcpy(last, bytes + whole * TL_BLOCK, rest);
  last[rest] = 0x80;
  size_t blocks = rest < TL_BLOCK - 8 ? 1 : 2;
  uint64_t bits = (before + count) * 8;
  for (int i = 0; i < 8; i += 1) last[blocks * TL_BLOCK - 1 - i] = (uint8_t)(bits >> 8 * i);
  compress(&state, last, blocks);
  for (int i = 0; i < TL_DIGEST; i += 1) {
    digest[i] = (uint8_t)(state.words[i / 4] >> (24 - 8 * (i % 4)));
  }
}

tl_sha256_stream tl_sha256_begin(void) {
  tl_sha256_stream stream = {tl_start, 0, {0}, tl_sha256_is_accelerated()};
  return stream;
}

static tl_compress tl_compress_of(const tl_sha256_stream *stream) {
  return stream->is_accelerated ? tl_compress_sha : tl_compress_scalar;
}

// Takes the bytes that complete the block that a stream holds; what is left begins a block.
static void tl_fill(tl_sha256_stream *stream, const uint8_t **bytes, size_t *count) {
  size_t held = stream->count % TL_BLOCK;
  stream->count += *count;
  if (held == 0) return;
  size_t missing = TL_BLOCK - held, taken = *count < missing ? *count : missing;
  memcpy(stream->pending + held, *bytes, taken);
  *bytes += taken;
  *count -= taken;
  if (taken == missing) tl_compress_of(stream)(&stream->state, stream->pending, 1);
}

// Holds the bytes behind the last whole block.
static void tl_hold(tl_sha256_stream *stream, const uint8_t *bytes, size_t count) {
  size_t rest = count % TL_BLOCK;
  if (rest > 0) memcpy(stream->pending, bytes + (count - rest), rest);
}

void tl_sha256_update(tl_sha256_stream *stream, const uint8_t *bytes, size_t count) {
  tl_fill(stream, &bytes, &count);
  if (count == 0) return;
  tl_compress_of(stream)(&stream->state, bytes, count / TL_BLOCK);
  tl_hold(stream, bytes, count);
}

// Makes a piece one of at least a block that begins a block; 0 if it is taken whole before.
static int tl_begin_piece(tl_sha256_piece *piece) {
  tl_fill(piece->stream, &piece->bytes, &piece->count);
  if (piece->count >= TL_BLOCK) return 1;
  tl_hold(piece->stream, piece->bytes, piece->count);
  return 0;
}

void tl_sha256_update_each(tl_sha256_piece *pieces, size_t count) {
  size_t next = 0;
  int lanes = 0;
  tl_sha256_piece lane[2];
  while (1) {
    for (; lanes < 2 && next < count; next += 1) {
      if (tl_begin_piece(&pieces[next])) lane[lanes++] = pieces[next];
    }
    if (lanes < 2) break;
    size_t first = lane[0].count / TL_BLOCK, second = lane[1].count / TL_BLOCK;
    size_t blocks = first < second ? first : second;
    tl_sha256_state *states[2] = {&lane[0].stream->state, &lane[1].stream->state};
    const uint8_t *bytes[2] = {lane[0].bytes, lane[1].bytes};
    if (lane[0].stream->is_accelerated && lane[1].stream->is_accelerated) {
      tl_compress_two(states, bytes, blocks);
    } else {
      for (int i = 0; i < 2; i += 1) tl_compress_of(lane[i].stream)(states[i], bytes[i], blocks);
    }
    lanes = 0;
    for (int i = 0; i < 2; i += 1) {
      lane[i].bytes += blocks * TL_BLOCK;
      lane[i].count -= blocks * TL_BLOCK;
      if (lane[i].count >= TL_BLOCK) {
        lane[lanes++] = lane[i];
      } else {
        tl_hold(lane[i].stream, lane[i].bytes, lane[i].count);
      }
    }
  }
  if (lanes == 0) return;
  tl_compress_of(lane[0].stream)(
      &lane[0].stream->state, lane[0].bytes, lane[0].count / TL_BLOCK);
  tl_hold(lane[0].stream, lane[0].bytes, lane[0].count);
}

void tl_sha256_digest(const tl_sha256_stream *stream, uint8_t *digest) {
  size_t held = stream->count % TL_BLOCK;
  tl_end(
      tl_compress_of(stream), stream->state, stream->count - held, stream->pending, held, digest);
}

static void tl_code(
    tl_compress compress, const tl_hmac_sha256_key *key, const uint8_t *message, size_t count,
    uint8_t *code) {
  uint8_t inner[TL_DIGEST];
  tl_end(compress, key->inner, TL_BLOCK, message, count, inner);
  tl_end(compress, key->outer, TL_BLOCK, inner, TL_DIGEST, code);
}

tl_hmac_sha256_key tl_hmac_sha256_prepare(const uint8_t *bytes, size_t count) {
  tl_hmac_sha256_key key = {tl_start, tl_start, tl_sha256_is_accelerated()};
  uint8_t block[TL_BLOCK];
  for (int i = 0; i < TL_BLOCK; i += 1) block[i] = ((size_t)i < count ? bytes[i] : 0) ^ 0x36;
  tl_compress_scalar(&key.inner, block, 1);
  for (int i = 0; i < TL_BLOCK; i += 1) block[i] ^= 0x36 ^ 0x5c;
  tl_compress_scalar(&key.outer, block, 1);
  return key;
}

void tl_hmac_sha256(
    const tl_hmac_sha256_key *key, const uint8_t *message, size_t count, uint8_t *code) {
  tl_code(key->is_accelerated ? tl_compress_sha : tl_compress_scalar, key, message, count, code);
}

void tl_hmac_sha256_scalar(
    const tl_hmac_sha256_key *key, const uint8_t *message, size_t count, uint8_t *code) {
  tl_code(tl_compress_scalar, key, message, count, code);
}
