import Intake
import Testing

/// Phone numbers in the spellings of exports, and what is nobody's number.
///
/// What libphonenumber says of its own examples is judged in `PhoneJudgeTests`.
@Suite struct PhoneNumberTests {
  /// The normalized number; nil if the text identifies nobody.
  private func normalized(_ text: String, _ region: String?, letters: Bool = false) -> String? {
    var text = text
    var output: [UInt8] = []
    let isNumber = text.withUTF8 {
      PhoneNumber.normalize(
        UnsafeRawBufferPointer($0), region: region.flatMap(NumberingPlan.named),
        lettersAllowed: letters, into: &output)
    }
    return isNumber ? String(decoding: output, as: UTF8.self) : nil
  }

  @Test(
    arguments: [
      // The forms of formats.md 0.5.
      ("+13175202754", nil, "+13175202754"), ("tel:+13175202754", nil, "+13175202754"),
      ("+1 (689) 689-8023", nil, "+16896898023"), ("+44 8081 698 824", nil, "+448081698824"),
      ("+1 (855) 747 676", nil, "+1855747676"), ("322-598-7152", "US", "+13225987152"),
      ("+33 6 12 34 56 78", "DE", "+33612345678"), ("3225987152", "US", "+13225987152"),
      ("\"\"\"Test User\"\" <3225987152>\"", "US", "+13225987152"),
      ("\"Bob 007\" <+13225987152>", nil, "+13225987152"),
      ("sip:+13225987152@10.0.0.1:5060;transport=udp", nil, "+13225987152"),
      ("<sips:03012345678;user=phone@pbx.example>", "DE", "+493012345678"),
      ("sip:%2B13225987152@pbx.example", nil, "+13225987152"),
      ("sip:+13225987152:secret@pbx.example", nil, "+13225987152"),
      ("whatsapp:+14155238886", nil, "+14155238886"), ("Tel: 030 12345678", "DE", "+493012345678"),
      ("Tel.: 030 12345678", "DE", "+493012345678"),
      ("'+49 30 12345678", nil, "+493012345678"), ("=\"03012345678\"", "DE", "+493012345678"),
      ("\u{202A}+49 30 12345678\u{202C}", nil, "+493012345678"),
      ("13225987152", "US", "+13225987152"), ("13225987152", nil, "13225987152"),
      // RFC 3966, section 6, and 3966's local numbers.
      ("tel:863-1234;phone-context=+1-914-555", nil, "+19145558631234"),
      ("tel:7042;phone-context=example.com", "DE", nil),
      ("tel:030-12345678;phone-context=example.com", "DE", "+493012345678"),
      ("tel:030-12345678;phone-context=", "DE", nil),
      ("tel:+49-30-12345678;isub=12;cpc=ordinary", nil, "+493012345678"),
      // Prefixes of international and national numbers.
      ("0011 49 30 12345678", "AU", "+493012345678"), ("0049 30 12345678", nil, "+493012345678"),
      ("+0049 30 12345678", "DE", "+493012345678"), ("++49 30 12345678", nil, "+493012345678"),
      ("0049 30 12345678", "US", "+493012345678"), ("8~10 49 30 12345678", "RU", "+493012345678"),
      ("+49 (0)30 12345678", nil, "+493012345678"), ("+44 (0)20 7123 4567", nil, "+442071234567"),
      ("06 1 345 6789", "HU", "+3613456789"),
      ("8 495 123-45-67", "RU", "+74951234567"), ("49 30 12345678", "DE", "+493012345678"),
      // Italy keeps its zero; the Vatican has Italian numbers.
      ("06 12345678", "IT", "+390612345678"), ("+39 (0)6 12345678", nil, "+390612345678"),
      ("06 698 12345", "VA", "+390669812345"),
      // Argentina: 9 before, 15 behind the area code.
      ("011 15 2345-6789", "AR", "+5491123456789"), ("0343 15-555-1212", "AR", "+5493435551212"),
      ("+54 9 11 2345 6789", nil, "+5491123456789"), ("011 2345-6789", "AR", "+541123456789"),
      // Brazil: a carrier's code between the zero and the area code.
      ("0 15 21 98765-4321", "BR", "+5521987654321"), ("(021) 98765-4321", "BR", "+5521987654321"),
      ("0xx21 98765-4321", "BR", "+5521987654321"),
      // Mexico dialled 01, 044, 045 and +52 1 until 2019.
      ("01 55 1234 5678", "MX", "+525512345678"), ("044 55 1234 5678", "MX", "+525512345678"),
      ("045 55 1234 5678", "MX", "+525512345678"), ("+52 1 55 1234 5678", nil, "+525512345678"),
      ("55 1234 5678", "MX", "+525512345678"),
      // Local numbers that a region completes, and one it cannot.
      ("456-1234", "AG", "+12684561234"), ("882 345", "SM", "+3780549882345"),
      ("0549 882345", "SM", "+3780549882345"), ("555-1234", "US", nil),
      // Digits of other scripts.
      ("٠٣٠ ١٢٣٤٥٦٧٨", "DE", "+493012345678"), ("＋４９（３０）１２３４５６７８", nil, "+493012345678"),
      ("०३० १२३४५६७८", "DE", "+493012345678"), ("+๔๙ ๓๐ ๑๒๓๔๕๖๗๘", nil, "+493012345678"),
      // Not one number.
      ("030 12345678 oder 0172 1234567", "DE", nil), ("+49 30 12345678 +49 172 1234567", nil, nil),
      ("client:5551234567", "US", nil), ("*67 3225987152", "US", nil),
      ("+999 123 456 789", nil, nil),
      ("030 1234\u{FF}5678", "DE", nil), (String(repeating: "1", count: 40), "DE", nil),
    ] as [(String, String?, String?)])
  func spellings(text: String, region: String?, expected: String?) {
    #expect(normalized(text, region) == expected)
  }

  @Test(arguments: [
    ";ext=503", " ext 503", " ext. 503", " Ext: 503", " extn 503", " extension 503", "x503",
    " x 503", " X. 503", " #503", " - 503#", ",,503", ", 503", ";503", " xt 503", " int 503",
    " доб. 503", " anexo 503", " extensión 503",
    " extensio\u{301}n 503", " ｅｘｔｎ ５０３", " ~503", " ext.503#",
  ])
  func extensionsInManySpellings(label: String) {
    #expect(normalized("+1 322 598 7152" + label, nil) == "+13225987152;ext=503")
    #expect(normalized("(322) 598-7152" + label, "US") == "+13225987152;ext=503")
  }

  @Test func lettersAreDigitsOnlyWhereAllowed() {
    #expect(normalized("1-800-FLOWERS", "US") == nil)
    #expect(normalized("1-800-FLOWERS", "US", letters: true) == "+18003569377")
    #expect(normalized("+1 800 Flowers x12", nil, letters: true) == "+18003569377;ext=12")
    #expect(normalized("flowers 1-800", "US", letters: true) == nil)
    #expect(normalized("anonymous", "US", letters: true) == nil)
    #expect(normalized("(322) 598-7152 a", "US", letters: true) == "+13225987152")
  }

  /// The words and their keys are listed in `domain.md` D2 or spelled by the keypad of ITU-T E.161.
  @Test(arguments: [
    "266696687", "7378742833", "2562533", "8656696", "86282452253", "7748283", "94844353",
    "688632732",
  ])
  func wordsOfWithheldCallers(keys: String) {
    for spelling in [keys, "+" + keys, "1" + keys, "+1" + keys, "tel:+" + keys, "sip:\(keys)@x.y"] {
      for region in [nil, "US", "DE", "CN", "LS", "IS"] {
        #expect(normalized(spelling, region) == nil, "\(spelling) in \(region ?? "-")")
      }
    }
  }

  @Test(arguments: [
    "", " ", "-", "+", "anonymous", "Restricted", "UNAVAILABLE", "unknown", "private", "blocked",
    "withheld", "sip:anonymous@anonymous.invalid",
    "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
    "Anonymous <anonymous>", "0000000000", "+10000000000", "1111111111", "+49 99999999",
    "1234567890", "123456789", "12345678", "1234567", "0123456789", "+1234567890",
    "+1 123 456 7890", "9876543210", "911", "112", "110", "4711", "*100#", "5551", "7042", "131414",
  ])
  func nobody(text: String) {
    for region in [nil, "US", "DE", "AU"] { #expect(normalized(text, region) == nil, "\(text)") }
  }

  @Test func shortNumbersCountWhereSubscribersHaveThem() {
    #expect(normalized("40123", "AC") == "+24740123")
    #expect(normalized("7012", "NU") == "+6837012")
    #expect(normalized("40123", "DE") == nil)
    #expect(normalized("+24740123", nil) == "+24740123")
    #expect(normalized("+61 13 14 14", nil) == "+61131414")
  }

  @Test func everyRegionHasAPlan() {
    #expect(NumberingPlan.regions.count > 240)
    #expect(NumberingPlan.regions.first == "US")
    #expect(Set(NumberingPlan.regions).count == NumberingPlan.regions.count)
    #expect(!NumberingPlan.regions.contains("001"))
    #expect(NumberingPlan.named("001") == nil && NumberingPlan.named("de") == nil)
    #expect(normalized("+800 1234 5679", nil) == "+80012345679")
  }
}
