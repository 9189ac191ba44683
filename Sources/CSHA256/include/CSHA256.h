// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) with a prepared key, without allocating: what
// makes a token of an identifier, millions of times, and the hash of a file. docs/decisions/0011
// says why it is here.

#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// The hash of whole blocks.
typedef struct {
  uint32_t words[8];
} tl_sha256_state;

/// A hash under way: the state behind the whole blocks so far, and the bytes after them.
typedef struct {
  tl_sha256_state state;
  uint64_t count;
  uint8_t pending[64];
  int is_accelerated;
} tl_sha256_stream;

/// A hash of nothing yet.
tl_sha256_stream tl_sha256_begin(void);

/// Adds bytes.
void tl_sha256_update(tl_sha256_stream *stream, const uint8_t *bytes, size_t count);

/// Bytes for a hash under way.
typedef struct {
  tl_sha256_stream *stream;
  const uint8_t *bytes;
  size_t count;
} tl_sha256_piece;

/// Adds each piece to its stream, two at a time where the processor has instructions of its own,
/// which takes little longer than one. No two pieces are for one stream; the array is used up.
void tl_sha256_update_each(tl_sha256_piece *pieces, size_t count);

/// Writes the hash of all that was added, 32 bytes; more may be added afterwards.
void tl_sha256_digest(const tl_sha256_stream *stream, uint8_t *digest);

/// A key: the states behind its inner and its outer block, and whether the processor's own
/// instructions go on from there.
typedef struct {
  tl_sha256_state inner, outer;
  int is_accelerated;
} tl_hmac_sha256_key;

/// Prepares a key of at most 64 bytes.
tl_hmac_sha256_key tl_hmac_sha256_prepare(const uint8_t *bytes, size_t count);

/// Writes the code of a message, 32 bytes.
void tl_hmac_sha256(
    const tl_hmac_sha256_key *key, const uint8_t *message, size_t count, uint8_t *code);

/// Whether the processor has instructions of its own for it.
int tl_sha256_is_accelerated(void);

/// The same in plain C: the definition tests hold the instructions against.
void tl_hmac_sha256_scalar(
    const tl_hmac_sha256_key *key, const uint8_t *message, size_t count, uint8_t *code);

#endif
