import CivilTime
import Testing

@Suite struct TimestampPatternTests {
  @Test(arguments: [
    ("", 0, "a time stamp has a year"), ("yyyy-MM", 0, "a time stamp has a year"),
    ("iso8061", 0, "'i' has no meaning"), ("yyy-MM-dd", 0, "'yyy' has no meaning"),
    ("yyyy-MM-ddTHH:mm", 10, "'T' has no meaning"), ("yyyy-MM-dd MM", 11, "a part occurs twice"),
    ("yyyy-MM-dd HH:mmm", 16, "a part occurs twice"), ("yyyy-MM-dd Z XXX", 13, "occurs twice"),
    ("dMyyyy", 1, "cannot be told"), ("yyyy-MM-d[ ]HH", 12, "cannot be told"),
    ("yyyy-MM-dd hh:mm", 0, "needs 'a'"), ("yyyy-MM-dd HH:mm a", 0, "needs 'a'"),
    ("yyyy-MM-dd HH hh a", 0, "one hour"), ("yyyy-MM-dd mm", 0, "minutes need an hour"),
    ("yyyy-MM-dd HH:ss", 0, "seconds minutes"), ("yyyy-MM-dd HH:mm.S", 0, "fractions seconds"),
    ("yyyy-MM-dd 'at", 11, "not closed"), ("yyyy-MM-dd[ HH", 14, "not closed"),
    ("yyyy-MM-dd]", 10, "no optional part is open"), ("yyyy-MM-dd[]", 11, "1 to 255"),
    ("yyyy-MM-dd[ [HH]]", 12, "do not nest"), ("yyyy-MM-dd[HH]", 13, "begins with"),
    ("yyyy[-MM]-dd", 6, "not optional"),
  ])
  func mistakesAreNamedAtTheirPlace(pattern: String, position: Int, message: String) {
    let problem = #expect(throws: TimestampPatternError.self) {
      try TimestampFormat(pattern: pattern)
    }
    #expect(problem?.position == position)
    #expect(problem?.description.contains(message) == true, "\(problem?.description ?? "")")
  }

  @Test(arguments: TimestampFormat.names)
  func namesAreFormats(name: String) throws {
    let format = try TimestampFormat(pattern: name)
    #expect(format.pattern == name)
    #expect(format.offset == (name == "iso8601-local" ? .never : .always))
  }

  @Test func patternsSayWhetherTheOffsetIsInTheData() throws {
    #expect(try TimestampFormat(pattern: "yyyy-MM-dd HH:mm").offset == .never)
    #expect(try TimestampFormat(pattern: "yyyy-MM-dd HH:mm Z").offset == .always)
    #expect(try TimestampFormat(pattern: "yyyy-MM-dd HH:mm[ XXX]").offset == .sometimes)
  }
}
