import Intake
import JourneyModel
import Testing

/// Identifiers become equal tokens exactly when they mean the same.
@Suite struct IdentifierTests {
  private func token(
    _ kind: TokenKind, _ value: String, namespace: String = "", region: String? = nil
  ) -> Token? {
    var mint = TokenMint(key: testKey, region: region, ownNumbers: ["+1 800 555 0100"])
    let block = ByteBlock(Array(value.utf8))
    let form = mint.add(TokenForm(kind: kind, namespace: TokenNamespace(namespace)))
    return mint.token(block.bytes, form: form)
  }

  @Test func aTokenIsTheFirstHalfOfAnHMACAnyoneCanCompute() throws {
    // hmac.new(bytes(range(32)), b"phone\0\0+13225987152", "sha256").hexdigest()[:32]
    #expect(
      token(.phone, "+13225987152")?.hash.description == "13a7502c4c3eae2691da0c3bce968fea")
    #expect(
      token(.customer, "C-1001", namespace: "crm")?.hash.description
        == "9c0014c5401410ff3c07e838f4fe4361")
    #expect(token(.email, "annb@gmail.com")?.hash.description == "a31877152d4a1b1be5d14bef211ba1fd")
    #expect(testKey.id == "8adc89f9")
    #expect(IdentifierKey(bytes: Array(0..<31)) == nil)
  }

  @Test(
    arguments: [
      ("+13225987152", "+1 (322) 598-7152", nil), ("+13225987152", "tel:+1-322-598-7152", nil),
      ("+13225987152", "sip:+13225987152@sbc.example.org;user=phone", nil),
      ("+13225987152", "322-598-7152", "US"), ("+13225987152", "1 322 598 7152", "US"),
      ("+13225987152", "01113225987152", "US"), ("+13225987152", "0013225987152", nil),
      ("+49301234567", "030 1234567", "DE"), ("+49301234567", "+49 (0)30 1234567", nil),
      ("+49301234567", "0049 30 1234567", "DE"), ("+390612345678", "06 12345678", "IT"),
      ("+442071234567", "020 7123 4567", "GB"), ("+34912345678", "912 345 678", "ES"),
      ("+13225987152;ext=12", "+1 322 598 7152 ext. 12", nil),
      ("+13225987152;ext=12", "322-598-7152x12", "US"), ("0301234567", "030/1234567", nil),
      ("+190011112222", "+1 9001 111 2222", nil),
    ] as [(String, String, String?)])
  func phonesInOtherSpellings(canonical: String, spelling: String, region: String?) {
    let expected = token(.phone, canonical)
    #expect(expected != nil)
    #expect(token(.phone, spelling, region: region) == expected)
  }

  @Test(arguments: [
    "", "anonymous", "Restricted", "unknown", "withheld", "sip:anonymous@anonymous.invalid",
    "\"Anonymous\" <sip:anonymous@anonymous.invalid>", "0000000000", "+1 000 000 0000",
    "1111111", "+266696687", "266696687", "+1266696687", "+7378742833", "+2562533", "+8656696",
    "+86282452253", "1234567890", "4711", "911", "1-800-FLOWERS", "555-0100 oder 0172",
    "+18005550100", "(800) 555-0100", "999999999999999999999",
  ])
  func phonesThatIdentifyNobody(value: String) {
    #expect(token(.phone, value, region: "US") == nil)
  }

  @Test func localNumbersOfNorthAmericaHaveNoForm() {
    #expect(token(.phone, "555-1234", region: "US") == nil)
    #expect(token(.phone, "555-1234") != nil)
    #expect(token(.phone, "0301234567", region: "DE") != token(.phone, "0301234567"))
  }

  @Test func ownNumbersAreNobodysWithTheirExtensionsToo() {
    #expect(token(.phone, "+1 800 555 0100 ext. 7") == nil)
    #expect(token(.phone, "8005550100", region: "US") == nil)
    #expect(token(.phone, "+1 800 555 0101") != nil)
  }

  @Test func anIdentifierMaySayHowItsPhonesAreWritten() {
    var mint = TokenMint(key: testKey, region: "DE", ownNumbers: [])
    func token(_ text: String, _ phones: PhoneSpelling) -> Token? {
      let form = TokenForm(kind: .phone, namespace: TokenNamespace(""), phones: phones)
      return mint.token(ByteBlock(Array(text.utf8)).bytes, form: mint.add(form))
    }
    let flowers = token("+18003569377", PhoneSpelling())
    #expect(flowers != nil)
    #expect(token("1-800-FLOWERS", PhoneSpelling(region: "US", lettersAllowed: true)) == flowers)
    #expect(token("1-800-FLOWERS", PhoneSpelling(region: "US")) == nil)
    #expect(token("030 12345678", PhoneSpelling()) == token("+493012345678", PhoneSpelling()))
    #expect(token("322-598-7152", PhoneSpelling(region: "US")) != nil)
    #expect(token("322-598-7152", PhoneSpelling()) != token("+13225987152", PhoneSpelling()))
  }

  @Test func anAdapterMayAllowLetters() throws {
    func tokens(_ statement: String) throws -> [Token] {
      let mine = try adapter(
        """
        adapter: mine
        system: mine
        title: Mine
        reads: json
        recognise: {keys: [id, phone]}
        record: {entity: thing, key: id}
        profile: {attributes: {id: id}}
        identifiers: [{kind: phone, value: phone\(statement)}]
        """)
      let record = Array(#"{"id":"1","phone":"1-800-FLOWERS"}"#.utf8)
      return try read(record, adapter: mine).records.first?.tokens ?? []
    }
    #expect(try tokens(", region: US, letters: true") == [token(.phone, "+18003569377")])
    #expect(try tokens(", region: US").isEmpty)
    #expect(try tokens(", region: US, letters: false").isEmpty)
  }

  @Test func spellingsThatDifferStayApart() {
    #expect(token(.email, "a.b@example.org") != token(.email, "ab@example.org"))
    #expect(token(.customer, "c1", namespace: "crm") != token(.customer, "C1", namespace: "crm"))
    #expect(token(.customer, "C1", namespace: "a") != token(.customer, "C1", namespace: "b"))
    #expect(token(.customer, "C1", namespace: "a") != token(.account, "C1", namespace: "a"))
    #expect(token(.social, "@Ann") == token(.social, "@ann"))
    for nobody in ["", " ", "0", "-1", "NULL", "n/a", "Unknown", "anonymous"] {
      #expect(token(.customer, nobody, namespace: "crm") == nil)
    }
  }

  @Test func namesAreHashesOfTheirParts() {
    #expect(
      Naming.recordKey(system: "s", instance: "i", entity: "e", parts: ["1", "2"])
        == StableHash128(domain: "record-key", "s", "i", "e", "1", "2"))
    let exact = StableHash128(domain: "interaction", "zendesk", "", "ticket", "35")
    let loose = StableHash128(domain: "interaction-any-kind", "zendesk", "", "35")
    #expect(
      Naming.interaction(system: "zendesk", instance: "", kind: .ticket, nativeID: "35")
        == InteractionReference(exact: exact, loose: loose))
    #expect(
      Naming.interaction(system: "zendesk", instance: "", kind: nil, nativeID: "35")
        == InteractionReference(exact: .zero, loose: loose))
    #expect(Naming.namespace("crm") == StableHash128(domain: "namespace", "crm").high)
    #expect(TokenNamespace("crm").number == Naming.namespace("crm"))
  }
}
