import JourneyModel
import Testing

/// Counted words are the same however records are spread over files.
@Suite struct ReadingNotesTests {
  private static func note(_ word: Int) -> ReadingNotes.Note {
    ReadingNotes.Note(.unlistedWord, subject: "status", word: "w\(word * 7919 % 1000)")
  }

  @Test(arguments: [1, 2, 3, 17])
  func `slices sum up to the whole`(files: Int) {
    var whole = ReadingNotes()
    var slices = Array(repeating: ReadingNotes(), count: files)
    var all: Set<String> = []
    for number in 0..<500 {
      // Some words come often, some seldom.
      let word = Self.note(number % 3 == 0 ? number % 5 : number % 60)
      all.insert(word.word)
      whole.add(word)
      slices[number % files].add(word)
    }
    for order in [slices, slices.reversed()] {
      var sum = ReadingNotes()
      for slice in order { sum.merge(slice) }
      #expect(sum == whole)
    }
    #expect(whole.counts.count == ReadingNotes.wordLimit + 1)
    #expect(whole.counts.values.reduce(0, +) == 500)
    let named = whole.counts.keys.map(\.word).filter { !$0.isEmpty }.sorted()
    #expect(named == Array(all.sorted().prefix(ReadingNotes.wordLimit)))
  }
}
