import Glibc

/// An open file that this value alone owns; closed when the value ends.
///
/// All reads and writes loop over short transfers and interrupted calls. A failed `fsync` is never
/// repeated: Linux drops the dirty pages and a second one would lie.
package struct File: ~Copyable, Sendable {
  private let descriptor: Int32
  /// The path it was opened by.
  package let path: String
  private var isOpen = true

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    if isOpen { _ = Glibc.close(descriptor) }
  }

  /// How many files this process may have open.
  package static var openLimit: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    return Int(clamping: limit.rlim_cur)
  }

  /// Opens a file that was created before, to write behind what it holds.
  package static func append(to path: String) throws(FileError) -> File {
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    return File(descriptor: descriptor, path: path)
  }

  /// A descriptor that somebody else closes.
  init(lent descriptor: Int32, path: String) {
    self.init(descriptor: descriptor, path: path)
    isOpen = false
  }

  /// Creates a file that must not exist yet; the final component is never followed as a link.
  package static func create(_ path: String, mode: UInt32 = 0o600) throws(FileError) -> File {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = Glibc.open(path, flags, mode)
    guard descriptor >= 0 else { throw .last("create", path) }
    // The mode asked for holds whatever the umask is.
    guard fchmod(descriptor, mode) == 0 else {
      let error = FileError.last("set the mode of", path)
      _ = Glibc.close(descriptor)
      throw error
    }
    return File(descriptor: descriptor, path: path)
  }

  /// Creates a file and removes its name at once: scratch space that no crash leaves behind.
  package static func createUnnamed(in directory: String, name: String) throws(FileError) -> File {
    let file = try create(directory + "/" + name)
    guard unlink(file.path) == 0 else { throw .last("remove", file.path) }
    return file
  }

  /// Opens a regular file for reading; pipes, devices and directories are refused.
  package static func open(_ path: String) throws(FileError) -> File {
    let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    let file = File(descriptor: descriptor, path: path)
    let status = try file.status()
    guard status.isRegular else {
      throw FileError(operation: "read", path: path, code: status.isDirectory ? EISDIR : EINVAL)
    }
    return file
  }

  /// The same open file with an owner of its own; both share one position.
  package func duplicate() throws(FileError) -> File {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .last("open", path) }
    return File(descriptor: copy, path: path)
  }

  /// Reads up to the buffer's size at the current position; 0 at the end of the file.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .last("read", path) }
    }
  }

  /// Fills the buffer from an offset; fewer bytes are returned only at the end of the file.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(FileError) -> Int {
    try read(into: [buffer], at: offset)
  }

  /// Fills buffers one after the other from an offset on; fewer bytes are returned only at the end
  /// of the file.
  package func read(
    into buffers: [UnsafeMutableRawBufferPointer], at offset: UInt64
  ) throws(FileError) -> Int {
    var done = 0
    var isFailed = false
    BufferList.with(buffers.count) { left in
      for buffer in buffers { left.append(buffer) }
      while !left.isEmpty, !isFailed {
        let count = preadv(descriptor, left.rest, left.callCount, off_t(offset) + off_t(done))
        if count == 0 { break }
        if count > 0 {
          left.remove(count)
          done += count
        } else {
          isFailed = errno != EINTR
        }
      }
    }
    if isFailed { throw .last("read", path) }
    return done
  }

  /// The bytes from an offset on; fewer than asked for only at the end of the file.
  package func read(at offset: UInt64, count: Int) throws(FileError) -> [UInt8] {
    var outcome: Result<Int, FileError> = .success(0)
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, done in
      do throws(FileError) {
        done = try read(into: UnsafeMutableRawBufferPointer(room), at: offset)
      } catch {
        outcome = .failure(error)
      }
    }
    _ = try outcome.get()
    return bytes
  }

  /// Writes all bytes at the current position.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if count >= 0 { done += count } else if errno != EINTR { throw .last("write", path) }
    }
  }

  /// Writes all bytes of buffers one after the other from an offset on, wherever the current
  /// position is.
  package func write(
    _ buffers: [UnsafeRawBufferPointer], at offset: UInt64
  ) throws(FileError) {
    var done = 0
    var isFailed = false
    BufferList.with(buffers.count) { left in
      for buffer in buffers { left.append(UnsafeMutableRawBufferPointer(mutating: buffer)) }
      while !left.isEmpty, !isFailed {
        let count = pwritev(descriptor, left.rest, left.callCount, off_t(offset) + off_t(done))
        if count >= 0 {
          left.remove(count)
          done += count
        } else {
          isFailed = errno != EINTR
        }
      }
    }
    if isFailed { throw .last("write", path) }
  }

  /// Writes all bytes of an array.
  package mutating func write(_ bytes: [UInt8]) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      do throws(FileError) { try write(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// What the system says about the open file.
  package func status() throws(FileError) -> FileStatus {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last("inspect", path) }
    return FileStatus(status)
  }

  /// Closes the file, first forcing it to the disk if asked.
  package consuming func close(synchronizing: Bool) throws(FileError) {
    if synchronizing, fsync(descriptor) != 0 { throw .last("synchronize", path) }
    isOpen = false
    guard Glibc.close(descriptor) == 0 else { throw .last("close", path) }
  }
}

/// What is left of buffers while calls take parts of them; a few lie on the stack.
private struct BufferList {
  private let buffers: UnsafeMutableBufferPointer<iovec>
  private var first = 0
  private var end = 0

  /// The most buffers of one call: `IOV_MAX` of Linux.
  private static let limit = 1024

  /// Lends a list with room for so many buffers.
  static func with(_ capacity: Int, _ body: (inout BufferList) -> Void) {
    withUnsafeTemporaryAllocation(of: iovec.self, capacity: capacity) { room in
      var list = BufferList(buffers: room)
      body(&list)
    }
  }

  private init(buffers: UnsafeMutableBufferPointer<iovec>) { self.buffers = buffers }

  /// Adds a buffer; empty ones are left out.
  mutating func append(_ buffer: UnsafeMutableRawBufferPointer) {
    if buffer.isEmpty { return }
    buffers.initializeElement(
      at: end, to: iovec(iov_base: buffer.baseAddress, iov_len: buffer.count))
    end += 1
  }

  var isEmpty: Bool { first == end }

  /// The first buffer left.
  var rest: UnsafePointer<iovec>? { buffers.baseAddress.map { UnsafePointer($0 + first) } }

  /// How many of those left one call takes.
  var callCount: Int32 { Int32(min(end - first, BufferList.limit)) }

  /// Takes so many bytes away.
  mutating func remove(_ count: Int) {
    var rest = count
    while rest > 0 {
      let part = min(rest, buffers[first].iov_len)
      buffers[first].iov_base += part
      buffers[first].iov_len -= part
      rest -= part
      if buffers[first].iov_len == 0 { first += 1 }
    }
  }
}

/// Identity, kind and size of a file.
package struct FileStatus: Equatable, Sendable {
  /// The device it is on.
  package let device: UInt64
  /// Its number on the device.
  package let inode: UInt64
  /// Its size in bytes.
  package let size: UInt64
  /// When it was last changed, in nanoseconds since the epoch.
  package let modifiedNanoseconds: Int64
  /// When it or what the system says of it was last changed, which no program can put back.
  package let changedNanoseconds: Int64
  /// The type bits and permissions.
  package let mode: UInt32

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = UInt64(max(status.st_size, 0))
    modifiedNanoseconds = FileStatus.nanoseconds(status.st_mtim)
    changedNanoseconds = FileStatus.nanoseconds(status.st_ctim)
    mode = UInt32(status.st_mode)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Whether it is a regular file.
  package var isRegular: Bool { mode & S_IFMT == S_IFREG }
  /// Whether it is a directory.
  package var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
  /// Who may read, write and execute it, with the bits for set-id.
  package var permissions: UInt32 { mode & 0o7777 }
}
