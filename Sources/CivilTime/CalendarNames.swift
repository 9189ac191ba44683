/// The names of months and weekdays in a language, full and abbreviated, as exports write them.
///
/// English names are understood in every language where they mean nothing else. Sources: the
/// locales of glibc (`LC_TIME`) and CLDR 44; Japanese months are numbers: `M'月'`.
package struct CalendarNames: Sendable {
  /// The language's code in ISO 639.
  package let language: String
  private let months: [String: Int]
  private let weekdays: [String: Int]

  /// The languages there are names in.
  package static let languages = tables.keys.sorted()

  /// The names in a language; nil if there are none.
  package init?(language: String) {
    guard let table = Self.tables[language] else { return nil }
    self.language = language
    months = Self.numbers(table.months)
    weekdays = Self.numbers(table.weekdays)
  }

  /// The month of a name from 1; nil if it is none's.
  func month(_ name: String) -> Int? { months[name.lowercased()] }

  /// The weekday of a name from 1 for Monday; nil if it is none's.
  func weekday(_ name: String) -> Int? { weekdays[name.lowercased()] }

  private static func numbers(_ names: String) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for (index, spellings) in names.split(separator: "|").enumerated() {
      for name in spellings.split(separator: " ") { numbers[String(name)] = index + 1 }
    }
    return numbers
  }

  /// Spellings by language, separated by blanks, those of a month or weekday between bars.
  private static let tables: [String: (months: String, weekdays: String)] = [
    "de": (
      "jan januar jän jänner|feb februar feber|mär mrz märz mar|apr april|mai may|jun juni|"
        + "jul juli|aug august|sep sept september|okt oktober oct|nov november|dez dezember dec",
      "mo mon montag|di die dienstag|mi mit mittwoch|do don donnerstag|fr fre freitag|"
        + "sa sam samstag sonnabend|so son sonntag"
    ),
    "fr": (
      "jan janv janvier|fév févr fev fevr février|mar mars|avr avril|mai|juin jun|"
        + "juil jui jul juillet|aoû aou août aout|sep sept septembre|oct octobre|nov novembre|"
        + "déc dec décembre",
      "lun lundi|mar mardi|mer mercredi|jeu jeudi|ven vendredi|sam samedi|dim dimanche"
    ),
    "es": (
      "ene enero|feb febrero|mar marzo|abr abril|may mayo|jun junio|jul julio|ago agosto|"
        + "sep sept set septiembre setiembre|oct octubre|nov noviembre|dic diciembre",
      "lun lunes|mar martes|mié mie miércoles|jue jueves|vie viernes|sáb sab sábado|dom domingo"
    ),
    "pt": (
      "jan janeiro|fev fevereiro|mar março|abr abril|mai maio|jun junho|jul julho|ago agosto|"
        + "set setembro|out outubro|nov novembro|dez dezembro",
      "seg segunda|ter terça|qua quarta|qui quinta|sex sexta|sáb sab sábado|dom domingo"
    ),
    "nl": (
      "jan januari|feb februari|mrt maart mar|apr april|mei may|jun juni|jul juli|aug augustus|"
        + "sep sept september|okt oktober oct|nov november|dec december",
      "ma maa maandag|di din dinsdag|wo woe woensdag|do don donderdag|vr vri vrijdag|"
        + "za zat zaterdag|zo zon zondag"
    ),
    "it": (
      "gen gennaio|feb febbraio|mar marzo|apr aprile|mag maggio|giu giugno|lug luglio|"
        + "ago agosto|set sett settembre|ott ottobre|nov novembre|dic dicembre",
      "lun lunedì|mar martedì|mer mercoledì|gio giovedì|ven venerdì|sab sabato|dom domenica"
    ),
    "ja": ("1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月", "月|火|水|木|金|土|日"),
  ]
}
