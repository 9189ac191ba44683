/// Bytes in hexadecimal, as digests and key ids are written.
package enum HexText {
  /// Two lower-case digits a byte.
  package static func lowercase(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      if byte < 16 { text += "0" }
      text += String(byte, radix: 16)
    }
    return text
  }
}
