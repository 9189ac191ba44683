/// A currency of ISO 4217 and how many digits its minor unit has.
package struct Currency: Equatable, Sendable {
  /// The alphabetic code, such as `USD`.
  package let code: String
  /// Decimal digits of the minor unit: 2 for cents, 0 where there is none.
  package let digits: Int

  /// The currency of a code; nil if ISO 4217 lists none such.
  package init?(code: String) {
    guard Currency.codes.contains(code) else { return nil }
    self.code = code
    digits = Currency.otherDigits[code] ?? 2
  }

  /// How many minor units a unit has.
  package var minorUnits: Int64 { (0..<digits).reduce(1) { power, _ in power * 10 } }

  /// The codes in use, in the order of the alphabet.
  package static let codes: [String] = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW \
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR \
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
    USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split(separator: " ").map(String.init)

  /// The digits of those that have not two.
  private static let otherDigits: [String: Int] = [
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
    "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
  ]
}
