/// How often exports are untidy, in permille unless said otherwise.
struct DirtRates: Sendable {
  /// Records delivered again, byte for byte.
  var redelivered = 0
  /// Records that come days after the others of their day.
  var late = 0
  /// Records that come again in the next export because its window overlaps.
  var overlapping = 0
  /// Phone numbers and addresses in another spelling.
  var respelled = 0
  /// Contacts on which nobody wrote down who called.
  var unidentified = 0
  /// Contacts whose reason nobody wrote down, and those with a wrong one.
  var withoutReason = 0
  var wrongReason = 0
  /// People whose CRM row has a wrong digit or letter.
  var typo = 0
  /// Calls that come through a relay that masks the number.
  var masked = 0
  /// Records with fields nobody announced.
  var unknownField = 0
  /// Files that begin with a byte order mark, and those with CRLF.
  var mark = 0
  var carriageReturns = 0
  /// Damaged copies of records, per hundred thousand.
  var damaged = 0
  /// Records of things that do not concern customers.
  var besides = 0

  /// The rates of a level.
  init(_ dirt: Dirt) {
    switch dirt {
    case .none: break
    case .usual:
      (redelivered, late, overlapping, respelled) = (15, 6, 20, 250)
      (unidentified, withoutReason, wrongReason, typo) = (60, 70, 15, 8)
      (masked, unknownField, mark, carriageReturns) = (3, 40, 300, 300)
      (damaged, besides) = (60, 10)
    case .hard:
      (redelivered, late, overlapping, respelled) = (80, 50, 100, 600)
      (unidentified, withoutReason, wrongReason, typo) = (250, 220, 40, 30)
      (masked, unknownField, mark, carriageReturns) = (15, 200, 500, 500)
      (damaged, besides) = (400, 30)
    }
  }
}
