/// Brings a phone number into the one form under which it is hashed: E.164, and its extension.
///
/// ```
/// tel:+1 (322) 598-7152;ext=4   any region  →  +13225987152;ext=4
/// 0049 30 1234567               any region  →  +49301234567
/// 030 1234567                   region DE   →  +49301234567
/// 011 15 2345-6789              region AR   →  +5491123456789
/// 030 1234567                   no region   →  0301234567     (equal only to itself)
/// anonymous, +266696687, 0000000000, 4711   →  nothing
/// ```
///
/// The steps are those of libphonenumber, on the same metadata (`PhoneData`), so that its answers
/// judge ours (`docs/judges/phones.md`). Three things differ. Without a region a national number
/// keeps its digits: a country is never guessed. Numbers of an impossible length keep their digits
/// and are equal only to themselves, unless they are national and too short to be anybody's. And
/// nothing is said of numbers that people or gateways write where there is none.
package enum PhoneNumber {
  /// Replaces the output by the normalized number; false, with an empty output, for text that is no
  /// number and for withheld, generic and short numbers.
  ///
  /// `region` is where a national number is dialled. `lettersAllowed` reads three letters or more
  /// as the digits of their keys.
  package static func normalize(
    _ bytes: UnsafeRawBufferPointer, region: NumberingPlan?, lettersAllowed: Bool = false,
    into output: inout [UInt8]
  ) -> Bool {
    output.removeAll(keepingCapacity: true)
    guard let text = PhoneText(bytes, allowsLetters: lettersAllowed),
      !WithheldNumber.spells(text.digits), let reading = reading(of: text, region),
      reading.isBelievable(writtenAs: text.digits)
    else { return false }
    if let plan = reading.plan {
      output.append(UInt8(ascii: "+"))
      plan.callingCode.write(to: &output)
    }
    reading.number.write(to: &output)
    if !text.extensionDigits.isEmpty {
      for byte in ";ext=".utf8 { output.append(byte) }
      text.extensionDigits.write(to: &output)
    }
    return true
  }

  /// Whether a text is a number or a word for a withheld one, be it somebody's or not.
  static func isWellFormed(_ bytes: UnsafeRawBufferPointer, lettersAllowed: Bool) -> Bool {
    PhoneText(bytes, allowsLetters: lettersAllowed) != nil || WithheldNumber.isNamed(in: bytes)
  }

  /// The normalized number of a text; nil if it is not one that identifies somebody.
  package static func normalized(_ text: String, region: NumberingPlan?) -> [UInt8]? {
    var text = text
    var output: [UInt8] = []
    let isNumber = text.withUTF8 {
      normalize(UnsafeRawBufferPointer($0), region: region, into: &output)
    }
    return isNumber ? output : nil
  }

  private static func reading(of text: PhoneText, _ region: NumberingPlan?) -> Reading? {
    if text.hasPlus, let reading = international(text.digits) { return reading }
    // `+0049 …`: whoever wrote a plus before the digits one dials meant the latter.
    guard let region else { return withoutRegion(text) }
    if let dialled = dialledOut(text.digits, from: region) { return international(dialled) }
    let national = national(text.digits, region)
    if let national, !text.hasPlus, national.fit == .possible { return national }
    if let dialled = customarilyDialledOut(text.digits) { return dialled }
    return text.hasPlus && national?.hadCallingCode != true ? nil : national
  }

  /// Digits are all there is, unless they begin as international numbers do nearly everywhere.
  private static func withoutRegion(_ text: PhoneText) -> Reading? {
    if let dialled = customarilyDialledOut(text.digits) { return dialled }
    return text.hasPlus ? nil : Reading(plan: nil, number: text.digits, fit: .possible)
  }

  /// The number after `00`, if it is a possible one.
  private static func customarilyDialledOut(_ digits: Digits) -> Reading? {
    guard digits.count > 2, digits[0] == 0, digits[1] == 0 else { return nil }
    guard let reading = international(digits.dropping(2)) else { return nil }
    return reading.fit == .possible ? reading : nil
  }

  /// The number after the prefix of international numbers; nil if it has none.
  private static func dialledOut(_ digits: Digits, from region: NumberingPlan) -> Digits? {
    let automaton = NumberingPlans.all.automaton
    guard region.dialOut != 0 else { return nil }
    guard let prefix = automaton.recognize(digits, from: region.dialOut) else { return nil }
    // Calling codes do not begin with 0.
    if prefix.length < digits.count, digits[prefix.length] == 0 { return nil }
    return digits.dropping(prefix.length)
  }

  /// A number that begins with a calling code; nil if it begins with none.
  private static func international(_ digits: Digits) -> Reading? {
    guard digits.count > 2 else { return nil }
    return NumberingPlans.all.plan(ofInternational: digits).flatMap { plan in
      complete(digits.dropping(plan.callingCode.count), plan, isInternational: true)
    }
  }

  /// A number as it is dialled in a region, perhaps with the region's calling code, to which only
  /// a plus is missing.
  private static func national(_ digits: Digits, _ region: NumberingPlan) -> Reading? {
    if digits.starts(with: region.callingCode) {
      let bare = digits.dropping(region.callingCode.count)
      let rest = bare.isEmpty ? bare : region.dropTrunk(bare) ?? bare
      if (!region.has(digits) && region.has(rest)) || region.isTooLong(digits) {
        // What follows a calling code is read by the code's main region.
        let plan = NumberingPlans.all.plan(ofInternational: digits) ?? region
        return complete(rest, plan, isInternational: false, hadCallingCode: true)
      }
    }
    return complete(digits, region, isInternational: false)
  }

  /// The number without national prefix, if that leaves enough of it.
  private static func complete(
    _ digits: Digits, _ plan: NumberingPlan, isInternational: Bool, hadCallingCode: Bool = false
  ) -> Reading? {
    var number = digits
    if digits.count >= 2, let rest = plan.dropTrunk(digits) {
      if plan.fit(rest) == .possible || plan.isTooLong(rest) { number = rest }
    }
    guard 2...17 ~= number.count else { return nil }
    // Regions that share a calling code share its main region's lengths.
    let main = NumberingPlans.all.plan(ofInternational: plan.callingCode) ?? plan
    return Reading(
      plan: plan, number: number, fit: main.fit(number), isInternational: isInternational,
      hadCallingCode: hadCallingCode)
  }
}

/// What a number was read as.
private struct Reading {
  /// Whose number it is; nil where nobody knows.
  let plan: NumberingPlan?
  /// The digits after the calling code.
  let number: Digits
  /// Whether the plan has numbers of that length.
  let fit: NumberingPlan.Fit
  /// Whether it was written with calling code and a prefix that says so.
  var isInternational = false
  /// Whether it was written with the region's calling code and no prefix.
  var hadCallingCode = false

  /// Whether the number is long enough to be somebody's: service codes, the extensions of a center
  /// and local numbers without area code are not.
  func isBelievable(writtenAs written: Digits) -> Bool {
    guard let plan else { return 7...17 ~= number.count }
    // 123 456 7890 is nobody's where the plan has no such numbers.
    if WithheldNumber.counts(number), !plan.has(number) { return false }
    if isInternational { return plan.callingCode.count + number.count >= 7 || fit == .possible }
    return fit != .tooShort && max(written.count, number.count) >= plan.shortest
  }
}
