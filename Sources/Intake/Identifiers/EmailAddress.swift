/// Brings an e-mail address into the one form under which it is hashed.
///
/// ```
/// "Ann B" <Ann.B+news@GoogleMail.com>  →  annb@gmail.com
/// mailto:Ann%40Example.org?subject=x   →  ann@example.org
/// Ann@BÜCHER.example.                  →  ann@xn--bcher-kva.example
/// info@, noreply@, test@test.com       →  nothing
/// ```
///
/// Lower-casing the local part is an indexing choice (RFC 5321 lets it be case-sensitive); dots and
/// plus tags are dropped only where the provider ignores them. A local part beyond ASCII is
/// composed (NFC), a domain beyond ASCII is written as the DNS asks for it (`domain.md` D3).
package enum EmailAddress {
  /// Replaces the output by the normalized address; false for role, placeholder and malformed
  /// addresses.
  package static func normalize(
    _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) -> Bool {
    output.removeAll(keepingCapacity: true)
    if !copyPlain(bytes, to: &output) {
      output.removeAll(keepingCapacity: true)
      guard copy(bare(bytes), to: &output) else { return false }
    }
    guard let at = output.firstIndex(of: UInt8(ascii: "@")) else { return false }
    if output.contains(where: { $0 >= 0x80 }), !lowerCommonLetters(before: at, &output) {
      guard spellInASCII(at: at, &output) else { return false }
    }
    return finish(&output)
  }

  /// Whether a text is an address, be it somebody's or a shared mailbox.
  static func isWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let address = bare(bytes)
    guard let at = address.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    return isDomain(UnsafeRawBufferPointer(rebasing: address[(at + 1)...]))
  }

  /// Checks the form and drops what a provider ignores.
  private static func finish(_ output: inout [UInt8]) -> Bool {
    if output.last == UInt8(ascii: ".") { output.removeLast() }
    let at = output.withUnsafeBytes { address -> Int? in
      guard let at = address.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return nil }
      let local = UnsafeRawBufferPointer(rebasing: address[..<at])
      let domain = UnsafeRawBufferPointer(rebasing: address[(at + 1)...])
      return isDomain(domain) && !SharedMailbox.includes(local: local, domain: domain) ? at : nil
    }
    guard let at else { return false }
    return dropAliases(at: at, &output)
  }

  /// Two labels or more, none of them empty, and no second `@`.
  private static func isDomain(_ domain: UnsafeRawBufferPointer) -> Bool {
    var dots = 0
    var last = UInt8(ascii: ".")
    for byte in domain {
      if byte == UInt8(ascii: ".") {
        if last == byte { return false }
        dots += 1
      }
      if byte == UInt8(ascii: "@") { return false }
      last = byte
    }
    return dots > 0 && last != UInt8(ascii: ".")
  }

  /// A function of its own, so that the slice is gone when the address is changed: it would share
  /// its memory, and changing it would copy.
  private static func isGmail(_ domain: ArraySlice<UInt8>) -> Bool {
    domain.elementsEqual("gmail.com".utf8) || domain.elementsEqual("googlemail.com".utf8)
  }

  /// Gmail ignores dots and plus tags and has two names; nothing is known of anybody else's.
  private static func dropAliases(at: Int, _ output: inout [UInt8]) -> Bool {
    guard isGmail(output[(at + 1)...]) else { return true }
    var count = 0
    for index in 0..<at {
      if output[index] == UInt8(ascii: "+") { break }
      if output[index] == UInt8(ascii: ".") { continue }
      output[count] = output[index]
      count += 1
    }
    output.removeSubrange(count...)
    for byte in "@gmail.com".utf8 { output.append(byte) }
    return count > 0
  }
}

// MARK: Taking an address out of its wrapping

extension EmailAddress {
  /// The address without display name, `mailto:` and query, quotes and list separators.
  private static func bare(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var slice = bytes[...]
    if let open = slice.lastIndex(of: UInt8(ascii: "<")) {
      slice = slice[(open + 1)...]
      slice = slice[..<(slice.firstIndex(of: UInt8(ascii: ">")) ?? slice.endIndex)]
    }
    slice = trimmed(slice)
    if isMailto(slice) {
      slice = slice.dropFirst(7)
      slice = trimmed(slice[..<(slice.firstIndex(of: UInt8(ascii: "?")) ?? slice.endIndex)])
    }
    return UnsafeRawBufferPointer(rebasing: slice)
  }

  private static func isMailto(_ slice: Slice<UnsafeRawBufferPointer>) -> Bool {
    slice.prefix(7).elementsEqual("mailto:".utf8) { ASCII.lowercased($0) == $1 }
  }

  /// Without blanks, quotes, commas and semicolons at the ends, and without the `=3D`, `=20` and
  /// `=` that quoted-printable text leaves there.
  private static func trimmed(
    _ slice: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer> {
    var slice = slice
    while let first = slice.first, isWrapping(first) {
      slice = slice.dropFirst(slice.starts(with: "=3D".utf8) ? 3 : 1)
    }
    while let last = slice.last {
      if isWrapping(last) {
        slice = slice.dropLast()
      } else if slice.suffix(3).elementsEqual("=20".utf8) {
        slice = slice.dropLast(3)
      } else {
        break
      }
    }
    return slice
  }

  private static func isWrapping(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ";"),
      UInt8(ascii: "="):
      true
    default: ASCII.isBlank(byte)
    }
  }

  /// Copies an address in lower case; false if it has more than letters, digits, the few signs that
  /// nearly all addresses are written with, and what is not ASCII.
  private static func copyPlain(
    _ address: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) -> Bool {
    var isPlain = true
    output.append(addingCapacity: address.count) { added in
      for byte in address {
        isPlain = ASCII.isLetter(byte) || byte >= 0x80 || isPlainSign(byte)
        guard isPlain else { return }
        added.append(ASCII.lowercased(byte))
      }
    }
    return isPlain
  }

  private static func isPlainSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "."),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"):
      true
    default: false
    }
  }

  /// Copies the address in lower case and decodes what mail headers and links encode; false if
  /// characters remain that no address has.
  private static func copy(_ address: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Bool {
    var index = 0
    while index < address.count {
      var byte = address[index]
      // A soft line break of quoted-printable text.
      if byte == UInt8(ascii: "="), index + 1 < address.count,
        ASCII.isBlank(address[index + 1])
      {
        index += 1
        while index < address.count, ASCII.isBlank(address[index]) { index += 1 }
        continue
      }
      if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "=") {
        if let decoded = decoded(address, at: index) {
          byte = decoded
          index += 2
        }
      }
      if byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
        return false
      }
      output.append(ASCII.lowercased(byte))
      index += 1
    }
    return true
  }

  /// The character of `%40` or `=40`, for those an address may need: `=` itself is legal in a local
  /// part (`bounce=ann`), so other pairs of digits stay.
  private static func decoded(_ address: UnsafeRawBufferPointer, at index: Int) -> UInt8? {
    guard index + 2 < address.count else { return nil }
    switch (address[index + 1], ASCII.lowercased(address[index + 2])) {
    case (UInt8(ascii: "4"), UInt8(ascii: "0")): return UInt8(ascii: "@")
    case (UInt8(ascii: "2"), UInt8(ascii: "e")): return UInt8(ascii: ".")
    case (UInt8(ascii: "2"), UInt8(ascii: "b")): return UInt8(ascii: "+")
    case (UInt8(ascii: "2"), UInt8(ascii: "d")): return UInt8(ascii: "-")
    case (UInt8(ascii: "3"), UInt8(ascii: "d")): return UInt8(ascii: "=")
    case (UInt8(ascii: "5"), UInt8(ascii: "f")): return UInt8(ascii: "_")
    default: return nil
    }
  }
}

// MARK: Beyond ASCII

extension EmailAddress {
  /// Lower-cases a local part whose letters beyond ASCII are those of U+00C0…U+017F, which stand
  /// alone, composed, and have one small form each; false for all others and other domains.
  private static func lowerCommonLetters(before at: Int, _ output: inout [UInt8]) -> Bool {
    if output[at...].contains(where: { $0 >= 0x80 }) { return false }
    var index = 0
    while index < at {
      let first = output[index]
      index += 1
      if first < 0x80 { continue }
      guard (0xc3...0xc5).contains(first), output[index] & 0xc0 == 0x80 else { return false }
      guard let small = smallLetter(UInt16(first & 0x1f) << 6 | UInt16(output[index] & 0x3f))
      else { return false }
      output[index - 1] = 0xc0 | UInt8(small >> 6)
      output[index] = 0x80 | UInt8(small & 0x3f)
      index += 1
    }
    return true
  }

  /// The small form of a letter of U+00C0…U+017F; nil for those that have none of one letter there.
  private static func smallLetter(_ letter: UInt16) -> UInt16? {
    switch letter {
    case 0xd7, 0xf7: letter
    case 0xc0...0xde: letter + 0x20
    case 0xdf...0xff: letter
    case 0x130, 0x149: nil
    case 0x178: 0xff
    case 0x139...0x148, 0x179...0x17e: letter & 1 == 1 ? letter + 1 : letter
    case 0x100...0x137, 0x14a...0x177: letter | 1
    case 0x138, 0x17f: letter
    default: nil
    }
  }

  /// Composes the local part and writes the domain in ASCII; false if it has no such form.
  private static func spellInASCII(at: Int, _ output: inout [UInt8]) -> Bool {
    guard let text = String(validating: output, as: UTF8.self) else { return false }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let domain = DomainName.ascii(String(parts[1])) else { return false }
    output = Array(DomainName.composed(String(parts[0])).lowercased().utf8)
    output.append(UInt8(ascii: "@"))
    output.append(contentsOf: domain.utf8)
    return true
  }
}
