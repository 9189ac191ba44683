internal import CMalloc

/// Memory that the allocator keeps after it was freed.
enum IdleMemory {
  /// Gives it back to the system: what the threads of one stage keep is of no use to the next.
  static func release() { malloc_trim(0) }
}
