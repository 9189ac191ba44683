internal import RecordFormats

extension FileForm {
  /// Where the record begins that a step over the last bytes of a file shows not to be whole.
  ///
  /// Rows are whole with their line ends, objects with their brackets.
  func openEnd(in step: ScanStep, of bytes: UnsafeRawBufferPointer) -> Int? {
    let isLineEnded = bytes.last == 0x0a || bytes.last == 0x0d
    switch (step, self) {
    case (.record(let range), .csv):
      return range.upperBound == bytes.count && !isLineEnded ? range.lowerBound : nil
    case (.rejected(let range, let rejection), .csv):
      let isCut = range.upperBound == bytes.count && !isLineEnded
      return isCut || rejection.kind == .unclosedQuote ? range.lowerBound : nil
    case (.rejected(let range, _), .json(.objects, _)):
      return range.upperBound == bytes.count ? range.lowerBound : nil
    default: return nil
    }
  }
}
