import JourneyModel

/// What identity resolution may keep in memory, and where all else goes.
struct IdentityMemory {
  /// The most bytes a vertex takes all the way: its place in the sets of one customer, and the
  /// identifier its group holds or the name it has, and how many names its customer owns.
  static let bytesPerVertex = 9

  /// Where rows go that memory has no room for.
  let scratch: any Scratch
  /// The most that resolving may keep in memory.
  let bytes: Int

  /// What is left for blocks and sorting beside so many vertices; never less than a sixteenth.
  func free(beside vertices: Int) -> Int {
    max(bytes - vertices * IdentityMemory.bytesPerVertex, bytes / 16)
  }

  /// Refuses more vertices than fit.
  func require(vertices: Int) throws(ScratchError) {
    precondition(vertices < 1 << 30, "vertices are numbered in 30 bits")
    try require(vertices * IdentityMemory.bytesPerVertex)
  }

  /// Refuses to keep so many bytes if a sixteenth of the memory would not stay free.
  func require(_ resident: Int) throws(ScratchError) {
    let needed = resident + bytes / 16
    if needed > bytes { throw .needsMemory(bytes: needed, allowed: bytes) }
  }

  /// An empty list of rows.
  func rows<Row: BitwiseCopyable>(_ name: String) -> ScratchRows<Row> {
    ScratchRows(scratch, name: name, blockBytes: max(bytes / 1024, 4 << 10))
  }

  /// A sorter that takes a part of the memory.
  func sorter<Row: SortableRow>(_ name: String, bytes: Int) -> RowSorter<Row> {
    RowSorter(scratch, name: name, memoryBytes: bytes)
  }
}
