/// The members of an envelope that say how many records there are.
package struct CountMembers: Equatable, Sendable {
  /// Says how many records its page has.
  package var page: String?
  /// Where an envelope lacks this member, `page` says how many records all pages have.
  package var pageMark: String?
  /// Says how many records all pages have.
  package var total: String?

  /// Members of these names.
  package init(page: String? = nil, pageMark: String? = nil, total: String? = nil) {
    (self.page, self.pageMark, self.total) = (page, pageMark, total)
  }
}

/// A page with another number of records than its envelope says, or without the list of them.
package struct PageMiscount: Equatable, Sendable {
  /// How many records the envelope says; nil if it has no list of records.
  package var stated: Int64?
  /// How many stand in the page, the rejected ones among them.
  package var found: Int64

  /// A page with known numbers.
  package init(stated: Int64?, found: Int64) { (self.stated, self.found) = (stated, found) }
}

/// Compares the records of pages with what the envelopes around them say, before or behind them.
///
/// Only whole numbers say anything: a text, an object or a fraction is passed over.
struct JSONPageCounter {
  /// The greatest number of records that an envelope says all pages have.
  private(set) var total: Int64?
  /// Pages that were not handed over yet.
  private var miscounts: [PageMiscount] = []
  private let members: CountMembers
  private var isPageCount = false
  private var isTotal = false
  private var isMarked = false
  private var hasList = false
  private var stated: Int64?
  private var statedTotal: Int64?
  private var found: Int64 = 0

  init(_ members: CountMembers) { self.members = members }

  /// Takes note of a record, or of what stands in its stead.
  mutating func sawRecord() { found += 1 }

  /// Takes note that the list of records begins.
  mutating func sawList() { hasList = true }

  /// Takes the key of a member of the envelope, which its value may follow.
  mutating func sawKey(_ key: UnsafeRawBufferPointer, _ hasEscapes: Bool) {
    func isKey(_ member: String?) -> Bool {
      member.map { JSONText.matches(key, hasEscapes, $0) } ?? false
    }
    isPageCount = isKey(members.page)
    isTotal = isKey(members.total)
    isMarked = isMarked || isKey(members.pageMark)
  }

  /// Takes the value behind the last key, or the last part of one that came in pieces: of a number
  /// that is the whole.
  mutating func sawValue(_ text: UnsafeRawBufferPointer) {
    guard isPageCount || isTotal, text.count <= 18,
      let number = Int64(String(decoding: text, as: UTF8.self)), number >= 0
    else { return }
    if isPageCount { stated = number }
    if isTotal { statedTotal = number }
  }

  /// Takes the end of an envelope.
  mutating func sawEnd() {
    if !hasList { miscounts.append(PageMiscount(stated: nil, found: 0)) }
    let isOfPage = members.pageMark == nil || isMarked
    if isOfPage, let stated, stated != found {
      miscounts.append(PageMiscount(stated: stated, found: found))
    }
    let ofAll = isOfPage ? statedTotal : statedTotal ?? stated
    if let ofAll { total = max(total ?? 0, ofAll) }
    (stated, statedTotal, isMarked, hasList, found) = (nil, nil, false, false, 0)
  }

  /// The pages that closed since the last call and have another number of records than they say.
  mutating func takeMiscounts() -> [PageMiscount] {
    defer { miscounts = [] }
    return miscounts
  }
}
