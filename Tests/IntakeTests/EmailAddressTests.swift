import Foundation
import Intake
import Testing

/// E-mail addresses in the spellings of exports (`domain.md` D3).
@Suite struct EmailAddressTests {
  /// The normalized address; nil if the text identifies nobody.
  private func normalized(_ text: String) -> String? {
    var text = text
    var output: [UInt8] = []
    let isAddress = text.withUTF8 {
      EmailAddress.normalize(UnsafeRawBufferPointer($0), into: &output)
    }
    return isAddress ? String(decoding: output, as: UTF8.self) : nil
  }

  @Test(arguments: [
    (" Ann@Example.ORG ", "ann@example.org"), ("ann@example.org.", "ann@example.org"),
    ("mailto:ann@example.org?subject=x", "ann@example.org"),
    ("MAILTO:ann%40example.org", "ann@example.org"),
    ("\"B, Ann\" <ann@example.org>", "ann@example.org"),
    ("<ann@example.org>;", "ann@example.org"), ("'ann@example.org'", "ann@example.org"),
    ("ann@example.org,", "ann@example.org"), ("Ann <mailto:ann@example.org>", "ann@example.org"),
    // Only Gmail is known to ignore dots and tags.
    ("Ann.B+news@GoogleMail.com", "annb@gmail.com"), ("a.n.n.b@gmail.com", "annb@gmail.com"),
    ("Ann.B+news@example.org", "ann.b+news@example.org"), ("a.b@yahoo.com", "a.b@yahoo.com"),
    ("ann.b@mail.gmail.com", "ann.b@mail.gmail.com"),
    // What quoted-printable text leaves.
    ("ann=40example.org", "ann@example.org"),
    ("=3D\"ann@example.org\"=20", "ann@example.org"), ("ann@example.org=20", "ann@example.org"),
    ("ann@example.org=", "ann@example.org"), ("ann@exam=\r\nple.org", "ann@example.org"),
    ("ann=acme.de@example.org", "ann=acme.de@example.org"),
    ("ann=2Eb@example.org", "ann.b@example.org"),
  ])
  func spellings(text: String, expected: String) {
    #expect(normalized(text) == expected)
  }

  @Test func bracketsChangeNothing() {
    let locals = [
      "ann", "Ann.B", "a+b", "info", "Info+7", "noreply-x", "no.reply", "bouncer", "bounce.12",
      "test", "x", "søren", "Ünal", "ı", "+x", "a@b", ".", "", "A_B-9", "customer-service",
    ]
    let domains = [
      "example.org", "Example.COM.", "gmail.com", "GoogleMail.com", "x.invalid", "test.com", "x.x",
      "nodot", "a..b", ".a.b", "b.", "bücher.de", "exa@mple.org", "", "valid",
    ]
    for local in locals {
      for domain in domains {
        let address = local + "@" + domain
        // In brackets an address is taken apart sign by sign, as those with rare signs are.
        #expect(normalized(address) == normalized("<\(address)>"), "\(address)")
      }
    }
  }

  /// The ASCII forms are those of IANA's internationalized test domains and UTS 46's deviations.
  @Test(arguments: [
    ("ann@παράδειγμα.δοκιμή", "ann@xn--hxajbheg2az3al.xn--jxalpdlp"),
    ("ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
    ("ann@ПРИМЕР.испытание", "ann@xn--e1afmkfd.xn--80akhbyknj4f"),
    ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
    ("ann@bu\u{308}cher.example", "ann@xn--bcher-kva.example"),
    ("ann@faß.de", "ann@xn--fa-hia.de"), ("ann@ｅｘａｍｐｌｅ。ｏｒｇ", "ann@example.org"),
    ("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
    ("ÄNN@example.org", "änn@example.org"), ("a\u{308}nn@example.org", "änn@example.org"),
    ("Jörg.Müller@bücher.example", "jörg.müller@xn--bcher-kva.example"),
  ])
  func beyondASCII(text: String, expected: String) {
    #expect(normalized(text).map { Array($0.utf8) } == Array(expected.utf8))
  }

  /// Common letters are lower-cased by a table, which is Foundation's and composes nothing.
  @Test func lettersOfLatinAreLoweredAsFoundationDoes() {
    for value in (0xc0...0x24f).compactMap(Unicode.Scalar.init) {
      for text in ["\(value)x", "x\(value)\u{301}"] {
        let local = text.lowercased().precomposedStringWithCanonicalMapping.lowercased()
        let expected = Array("\(local)@example.org".utf8)
        #expect(normalized("\(text)@Example.ORG").map { Array($0.utf8) } == expected, "\(value)")
      }
    }
  }

  @Test(arguments: [
    "", "ann", "ann@", "@example.org", "ann@example", "a@b@example.org", "ann b@example.org",
    "ann@example..org", "ann@.example.org", "ann@example.", "a@b.org,c@d.org", "a@b.org;c@d.org",
    "+tag@gmail.com", "...@gmail.com", "ann@\u{FFFD}.org ann", "ann%40example@example.org",
    "ann@" + String(repeating: "ü", count: 64) + ".org",
  ])
  func malformed(text: String) { #expect(normalized(text) == nil) }

  @Test(arguments: [
    "info@example.org", "sales@example.org", "SUPPORT@acme.com", "admin@x.org", "office@x.org",
    "accounts@x.org", "reception@x.org", "noreply@x.org", "no-reply@shop.example",
    "no_reply@x.org", "donotreply@x.org", "do-not-reply@x.org", "mailer-daemon@x.org",
    "postmaster@x.org", "noreply-shop@x.org", "no-reply.12@x.org", "bounce+12-ann=acme.de@x.org",
    "support+id12@acme.com", "Info <info@example.org>", "webmaster@x.org", "abuse@x.org",
    "test@test.com", "none@none.com", "x@x.x", "a@a.com", "someone@anonymous.invalid",
    "unknown@acme.com", "anonymous@acme.com", "kundenservice@acme.de",
  ])
  func mailboxesOfMany(text: String) { #expect(normalized(text) == nil) }

  @Test func namesThatOnlyBeginLikeARoleArePeople() {
    for name in ["informer", "salesman.jim", "noreplyman", "bouncer", "supporter", "ann-info"] {
      #expect(normalized(name + "@example.org") == name + "@example.org")
    }
  }
}
