internal import Foundation

/// Domain names beyond ASCII as the DNS asks for them (RFC 5891, UTS 46 without transition).
enum DomainName {
  /// The ASCII form of a name; nil if a label has none or is longer than 63 bytes.
  static func ascii(_ name: String) -> String? {
    // Compatibility forms, such as full-width letters and dots, mean the plain ones.
    let mapped = name.lowercased().precomposedStringWithCompatibilityMapping.lowercased()
    var labels: [String] = []
    for label in mapped.split(omittingEmptySubsequences: false, whereSeparator: isDot) {
      let scalars = label.unicodeScalars.filter { !isIgnored($0) }
      if scalars.allSatisfy(\.isASCII) {
        labels.append(String(String.UnicodeScalarView(scalars)))
      } else if let encoded = punycode(Array(scalars)) {
        labels.append("xn--" + encoded)
      } else {
        return nil
      }
    }
    return labels.allSatisfy { $0.utf8.count <= 63 } ? labels.joined(separator: ".") : nil
  }

  /// The text with letters and their accents composed (NFC).
  static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

  private static func isDot(_ character: Character) -> Bool {
    character == "." || character == "\u{3002}"
  }

  /// Soft hyphen, zero-width space and byte order mark.
  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{AD}" || scalar == "\u{200B}" || scalar == "\u{FEFF}"
  }

  // MARK: Punycode

  /// The parameters of RFC 3492, section 5.
  private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)

  /// The Punycode of a label (RFC 3492, section 6.3); nil if it has more than 63 characters.
  static func punycode(_ label: [Unicode.Scalar]) -> String? {
    guard label.count <= 63 else { return nil }
    var output = label.filter(\.isASCII).map { Character($0) }
    let basic = output.count
    if basic > 0 { output.append("-") }
    var (code, delta, bias, handled) = (128, 0, 72, basic)
    while handled < label.count {
      let next = label.map { Int($0.value) }.filter { $0 >= code }.min() ?? code
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        output += digits(delta, bias)
        bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return String(output)
  }

  /// A number as digits of variable weight.
  private static func digits(_ number: Int, _ bias: Int) -> [Character] {
    var digits: [Character] = []
    var rest = number
    var position = base
    while true {
      let threshold = min(max(position - bias, tMin), tMax)
      if rest < threshold { break }
      digits.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
    digits.append(digit(rest))
    return digits
  }

  private static func digit(_ value: Int) -> Character {
    Character(Unicode.Scalar(UInt8(value < 26 ? value + 97 : value - 26 + 48)))
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var position = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      position += base
    }
    return position + (base - tMin + 1) * delta / (delta + skew)
  }
}
