internal import JourneyAnalysis
internal import JourneyModel

/// Assembled vertices in scratch space, part by part, until their customers are known.
///
/// Symbols of a part are those of its own book; `symbols` exchanges them for ranked ones when all
/// texts are known.
struct PieceStore: ~Copyable {
  private var spill: SpillFile
  private var pieces: [Piece] = []
  private var book = WordBook()

  /// One part.
  private struct Piece {
    var offset: UInt64
    var count: Int
    var vertices: Int
    /// The symbol in `book` of each of the part's own.
    var symbols: [Symbol]
  }

  /// No parts; the words are those that analysis itself publishes.
  init(in directory: String, words: [String]) throws(RunFailure) {
    spill = try SpillFile(in: directory, name: "vertices")
    for word in words { _ = book.symbol(of: word) }
  }

  /// How many parts.
  var count: Int { pieces.count }

  /// The bytes of all parts.
  var byteCount: UInt64 { spill.count }

  /// Memory that the texts take.
  var wordBytes: Int {
    book.byteCount + 24 * book.count + pieces.reduce(0) { $0 + 4 * $1.symbols.count }
  }

  /// How many distinct texts.
  var wordCount: Int { book.count }

  /// Keeps a part.
  mutating func append(_ lists: borrowing VertexLists, words: WordBook) throws(RunFailure) {
    let offset = spill.count
    try lists.forEachPiece { piece throws(RunFailure) in try spill.append(piece) }
    pieces.append(
      Piece(
        offset: offset, count: Int(spill.count - offset), vertices: lists.vertices.count,
        symbols: book.unite(words)))
  }

  /// Ranks the texts and exchanges the parts' symbols; nothing may be appended afterwards.
  mutating func rankWords() throws(RunFailure) -> Words {
    try spill.flush()
    let (words, ranks) = Words.ranking(book)
    book = WordBook()
    for index in pieces.indices {
      pieces[index].symbols = pieces[index].symbols.map { ranks[Int($0.number)] }
    }
    return words
  }

  /// How many vertices a part has.
  func vertexCount(of piece: Int) -> Int { pieces[piece].vertices }

  /// Reads a part, its symbols ranked.
  func read(_ number: Int, into lists: inout VertexLists) throws(RunFailure) {
    let piece = pieces[number]
    let bytes = try spill.read(at: piece.offset, count: piece.count)
    lists.removeAll()
    bytes.withUnsafeBytes { lists.append(bytes: $0) }
    RowSlice.withRows(of: piece.symbols) { lists.exchange(by: $0) }
  }
}
