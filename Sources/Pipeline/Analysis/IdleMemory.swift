internal import CMalloc

/// Memory that the allocator keeps after it was freed.
enum IdleMemory {
  /// From now on blocks of a thirty-second of the memory allowed go back to the system when freed.
  ///
  /// Left to itself the allocator keeps ever larger ones, in pieces that fit nobody.
  static func limit(for memoryBytes: Int) {
    // 32 MiB is the most that glibc takes (mallopt(3)).
    _ = mallopt(M_MMAP_THRESHOLD, Int32(clamping: min(memoryBytes / 128, 32 << 20)))
  }

  /// Gives it back to the system: what the threads of one stage keep is of no use to the next.
  static func release() { malloc_trim(0) }
}
