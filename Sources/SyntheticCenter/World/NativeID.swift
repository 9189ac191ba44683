/// Ids as vendors give them, each from a number of the simulation.
enum NativeID {
  /// A random-looking GUID (version 4 in form) of a kind and a number.
  static func guid(_ kind: StaticString, _ number: Int) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    kind.withUTF8Buffer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 } }
    let high = Dice.mixed(hash ^ UInt64(number))
    let low = Dice.mixed(high &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
    return guid(high & ~0xf000 | 0x4000, low & ~(0xc000 << 48) | (0x8000 << 48))
  }

  private static func guid(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 36) { text in
      var place = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          text[place] = UInt8(ascii: "-")
          place += 1
        }
        let word = nibble < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: word >> UInt64((15 - nibble % 16) * 4)) & 15
        text[place] = digit < 10 ? 48 + digit : 87 + digit
        place += 1
      }
      return place
    }
  }

  /// A phone number of a site in E.164; distinct for distinct numbers below 2³².
  static func phone(_ number: Int, at site: Site) -> String {
    let mixed = Int(bijection(UInt32(truncatingIfNeeded: number)))
    switch site {
    case .newYork:
      let area = 201 + mixed / 8_000_000
      let rest = mixed % 8_000_000
      let line = padded(rest % 10_000, 4)
      // N11 codes are services, not areas.
      return "+1\(area % 100 == 11 ? area + 600 : area)\(200 + rest / 10_000)\(line)"
    case .london:
      let leading = [7, 1, 2, 3, 8][mixed / 1_000_000_000]
      return "+44\(leading)\(padded(mixed % 1_000_000_000, 9))"
    }
  }

  /// A number in so many digits.
  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// A bijection of 32-bit numbers.
  private static func bijection(_ value: UInt32) -> UInt32 {
    var word = value
    word = (word ^ (word >> 16)) &* 0x7feb_352d
    word = (word ^ (word >> 15)) &* 0x846c_a68b
    return word ^ (word >> 16)
  }
}
