/// How national phone numbers of a region become international ones.
///
/// A documented fallback (`domain.md` D3) until full metadata comes: country calling code, trunk
/// prefix and dial-out prefix; lengths are not checked.
struct PhoneRegion: Sendable {
  /// The ISO 3166 code.
  let code: String
  /// The country calling code.
  let callingCode: String
  /// Digits before national numbers that fall away; empty if there are none or they stay (Italy).
  let trunkPrefix: String
  /// Digits before international numbers, besides `00`.
  let dialOutPrefix: String

  /// The region of a code; nil if it is not in the table.
  static func named(_ code: String) -> PhoneRegion? { all.first { $0.code == code } }

  /// The codes of the table.
  static var codes: [String] { all.map(\.code) }

  private static let all: [PhoneRegion] = [
    region("AT", "43"), region("AU", "61", dialOut: "0011"), region("BE", "32"),
    region("BR", "55"), region("CA", "1", trunk: "1", dialOut: "011"), region("CH", "41"),
    region("CN", "86"), region("CZ", "420", trunk: ""), region("DE", "49"),
    region("DK", "45", trunk: ""), region("ES", "34", trunk: ""), region("FI", "358"),
    region("FR", "33"), region("GB", "44"), region("GR", "30", trunk: ""),
    region("HK", "852", trunk: "", dialOut: "001"), region("HU", "36", trunk: "06"),
    region("IE", "353"), region("IL", "972"), region("IN", "91"),
    region("IT", "39", trunk: ""), region("JP", "81", dialOut: "010"),
    region("KR", "82"), region("LU", "352", trunk: ""), region("MX", "52", trunk: "01"),
    region("NL", "31"), region("NO", "47", trunk: ""), region("NZ", "64"),
    region("PL", "48", trunk: ""), region("PT", "351", trunk: ""), region("RO", "40"),
    region("SE", "46"), region("SG", "65", trunk: "", dialOut: "001"), region("SK", "421"),
    region("TR", "90"), region("US", "1", trunk: "1", dialOut: "011"), region("ZA", "27"),
  ]

  private static func region(
    _ code: String, _ callingCode: String, trunk: String = "0", dialOut: String = "00"
  ) -> PhoneRegion {
    PhoneRegion(
      code: code, callingCode: callingCode, trunkPrefix: trunk, dialOutPrefix: dialOut)
  }
}
