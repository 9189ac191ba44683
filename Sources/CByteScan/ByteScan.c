#include "CByteScan.h"

size_t tl_find_structural_scalar(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t quote) {
  size_t offset = 0;
  while (offset < count && bytes[offset] != delimiter && bytes[offset] != quote &&
         bytes[offset] != '\r' && bytes[offset] != '\n') {
    offset += 1;
  }
  return offset;
}

size_t tl_ascii_run_scalar(const uint8_t *bytes, size_t count) {
  size_t offset = 0;
  while (offset < count && bytes[offset] < 0x80) offset += 1;
  return offset;
}

size_t tl_json_plain_run_scalar(const uint8_t *bytes, size_t count) {
  size_t offset = 0;
  while (offset < count && bytes[offset] >= 0x20 && bytes[offset] < 0x80 &&
         bytes[offset] != '"' && bytes[offset] != '\\') {
    offset += 1;
  }
  return offset;
}
