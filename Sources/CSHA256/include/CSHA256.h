// HMAC-SHA-256 (RFC 2104, FIPS 180-4) with a prepared key and without allocating: what makes a
// token of an identifier, millions of times. docs/decisions/0011 says why it is here; everything
// else that hashes uses swift-crypto, against which this is tested.

#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// The hash of whole blocks.
typedef struct {
  uint32_t words[8];
} tl_sha256_state;

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
