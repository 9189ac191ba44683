import CivilTime
import Foundation
import Testing

/// Dates with the names of months and weekdays of a language; glibc's locales judge.
@Suite struct CalendarNamesTests {
  private static let locales = [
    "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR", "nl": "nl_NL", "it": "it_IT",
  ]
  private static let folder = "/usr/share/i18n/locales/"

  /// The names under a keyword of a locale of glibc: `mon "janvier";/ …`.
  private static func names(_ keyword: String, of locale: String) throws -> [String] {
    let text = try String(contentsOfFile: folder + locale, encoding: .utf8)
    let lines = text.split(separator: "\n").drop { line in
      let rest = line.dropFirst(keyword.count)
      return !line.hasPrefix(keyword) || rest.first?.isWhitespace != true
    }
    var names: [String] = []
    for line in lines {
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      names += stride(from: 1, to: parts.count, by: 2).map { plain(String(parts[$0])) }
      if !line.hasSuffix("/") { break }
    }
    return names
  }

  /// A name without glibc's escapes: `f<U00E9>vr.`.
  private static func plain(_ name: String) -> String {
    name.replacing(/<U([0-9A-F]+)>/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "?"
    }
  }

  private static func day(_ text: String, _ pattern: String, _ language: String) throws -> Int64? {
    let names = try #require(CalendarNames(language: language))
    let format = try TimestampFormat(pattern: pattern, names: names)
    return format.parse(text: text).parsed.map { $0.microseconds / 86_400_000_000 }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: folder + "de_DE")),
    arguments: locales.keys.sorted())
  func `all names of glibc are known`(language: String) throws {
    let locale = try #require(Self.locales[language])
    for keyword in ["abmon", "mon"] {
      let names = try Self.names(keyword, of: locale)
      #expect(names.count == 12, "\(keyword) \(locale)")
      for (index, name) in names.enumerated() {
        let expected = try Self.day("3/\(index + 1)/2025", "d/M/yyyy", language)
        #expect(try Self.day("3/\(name)/2025", "d/MMM/yyyy", language) == expected, "\(name)")
        let upper = name.uppercased()
        #expect(try Self.day("3 \(upper) 2025", "d MMM yyyy", language) == expected, "\(upper)")
      }
    }
    for keyword in ["abday", "day"] {
      // glibc's weeks begin on Sunday; 5 January 2025 is one.
      for (index, name) in try Self.names(keyword, of: locale).enumerated()
      where !name.contains("-") {
        let text = "\(name), \(5 + index).1.2025"
        #expect(try Self.day(text, "EEE, d.M.yyyy", language) == 20_093 + Int64(index), "\(text)")
      }
    }
  }

  @Test func `a month of another language is none`() throws {
    #expect(try Self.day("10/Okt/25", "d/MMM/yy", "de") != nil)
    #expect(try Self.day("10/Okt/25", "d/MMM/yy", "fr") == nil)
    #expect(try Self.day("10/Mayo/25", "d/MMM/yy", "de") == nil)
    #expect(try TimestampFormat(pattern: "d/MMM/yy").parse(text: "10/Okt/25").parsed == nil)
    #expect(CalendarNames(language: "xx") == nil)
  }
}
