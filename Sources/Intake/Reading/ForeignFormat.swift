/// Formats of files that are not read, though records may be in them, and what to do about it.
package enum ForeignFormat {
  /// What a file is and what to do; nil if it begins like none of these.
  package static func advice(on sample: UnsafeRawBufferPointer) -> String? {
    for (start, advice) in starts where sample.starts(with: start) { return advice }
    if sample.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return contains("xl/", sample) || contains("[Content_Types].xml", sample)
        ? workbook : "it is a zip archive: unpack it and name the files in it"
    }
    if let line = sample.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
      contains("_airbyte_data", line)
    {
      if line.first != UInt8(ascii: "{") { return airbyte }
      let isText = [#""_airbyte_data":""#, #""_airbyte_data": ""#].contains { contains($0, line) }
      if isText { return airbyteText }
    }
    let isArchive = sample.count > 262 && sample[257..<262].elementsEqual("ustar".utf8)
    return isArchive ? "it is a tar archive: unpack it and name the files in it" : nil
  }

  private static let workbook = "it is an Excel workbook: save each sheet as CSV UTF-8"

  private static let airbyte =
    "it is Airbyte's raw form, whose column '_airbyte_data' holds records as JSON: export JSON "
    + "lines, or tables with a column for each field"

  private static let airbyteText =
    "it is Airbyte's raw form, whose '_airbyte_data' holds records as texts: write them as JSON "
    + "objects, as with jq -c '._airbyte_data | fromjson'"

  private static let starts: [(start: [UInt8], advice: String)] = [
    ([0x28, 0xb5, 0x2f, 0xfd], "it is compressed by zstd: unpack it with 'zstd -d', or use gzip"),
    (Array("BZh".utf8), "it is compressed by bzip2: unpack it with 'bunzip2', or use gzip"),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "it is compressed by xz: unpack it with 'unxz', or use gzip"),
    ([0x04, 0x22, 0x4d, 0x18], "it is compressed by lz4: unpack it with 'unlz4', or use gzip"),
    ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "it is a 7z archive: unpack it"),
    (
      Array("PAR1".utf8),
      "it is Parquet: convert it, as with duckdb -c \"copy 'FILE' to 'FILE.csv'\""
    ),
    (Array("Obj\u{1}".utf8), "it is Avro: export it as CSV or JSON lines"),
    (Array("ORC".utf8), "it is ORC: export it as CSV or JSON lines"),
    (Array("SQLite format 3".utf8), "it is an SQLite database: export its tables as CSV"),
    ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], workbook),
    (Array("%PDF-".utf8), "it is a PDF: export the data as CSV"),
  ]

  private static func contains(
    _ text: String, _ sample: some RandomAccessCollection<UInt8>
  ) -> Bool {
    let wanted = Array(text.utf8)
    return sample.indices.contains { offset in
      sample[offset] == wanted[0] && sample[offset...].starts(with: wanted)
    }
  }
}
