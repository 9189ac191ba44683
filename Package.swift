// swift-tools-version: 6.2
import PackageDescription

/// One set of compiler settings for every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A module of the design; its allowed imports are exactly its dependencies.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], embeds folders: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: folders,
    swiftSettings: strict, plugins: folders.isEmpty ? [] : [.plugin(name: "EmbedFiles")])
}

/// The tests that mirror a module.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "throughline",
  products: [.executable(name: "throughline", targets: ["throughline"])],
  traits: [
    .trait(name: "ISAL", description: "Inflate and CRC-32 by Intel's ISA-L instead of zlib")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "CArguments"),
    .target(name: "CByteScan"),
    .target(name: "CSHA256"),
    .executableTarget(name: "embed-files", swiftSettings: strict),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),
    module("JourneyModel"),
    module("CivilTime"),
    module("DurableFiles"),
    module(
      "Codecs",
      ["CSHA256", "CZlib", .target(name: "CISAL", condition: .when(traits: ["ISAL"]))]),
    module("RecordFormats", ["Codecs", "CByteScan"]),
    module("ParquetFiles", ["Codecs"]),
    module("Settings", ["JourneyModel", .product(name: "Yams", package: "Yams")]),
    module(
      "Intake",
      [
        "JourneyModel", "RecordFormats", "CivilTime", "Settings", "CSHA256",
      ], embeds: ["Adapters", "Lexicons"]),
    module(
      "RecordStore",
      ["JourneyModel", "Codecs", "DurableFiles", .product(name: "GRDB", package: "GRDB.swift")]),
    module("JourneyAnalysis", ["JourneyModel", "CivilTime"]),
    module(
      "Publishing", ["JourneyModel", "ParquetFiles", "Codecs", "DurableFiles", "CivilTime"],
      embeds: ["Assets"]),
    module(
      "Exports",
      [
        "JourneyModel", "CivilTime", "DurableFiles", "Codecs", "ParquetFiles", "Publishing",
        "Settings", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    module("SyntheticCenter", ["JourneyModel", "CivilTime", "Codecs", "DurableFiles"]),
    module(
      "Pipeline",
      [
        "JourneyModel", "CivilTime", "DurableFiles", "Codecs", "RecordFormats", "ParquetFiles",
        "Settings", "Intake", "RecordStore", "JourneyAnalysis", "Publishing", "SyntheticCenter",
        "CMalloc",
      ]),
    .executableTarget(
      name: "throughline",
      dependencies: [
        "Pipeline", "JourneyModel", "CivilTime", "DurableFiles", "Settings", "Intake",
        "RecordStore", "JourneyAnalysis", "Publishing", "Exports", "SyntheticCenter", "CArguments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "bench-readers", dependencies: ["RecordFormats", "DurableFiles"],
      swiftSettings: strict),
    .target(name: "CAllocations"),
    .executableTarget(
      name: "bench-intake",
      dependencies: [
        "Intake", "JourneyModel", "RecordFormats", "CivilTime", "DurableFiles", "CAllocations",
      ], swiftSettings: strict),
    .executableTarget(
      name: "bench-run", dependencies: ["Pipeline", "Publishing", "JourneyModel", "CAllocations"],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["JourneyModel"], path: "Tests/Support",
      swiftSettings: strict),
    tests("JourneyModel", ["JourneyModel", "TestSupport"]),
    tests("DurableFiles", ["DurableFiles"]),
    tests(
      "RecordStore", ["RecordStore", "JourneyModel", "DurableFiles", "Codecs", "TestSupport"]),
    tests("Codecs", ["Codecs", "CSHA256", "CZlib"]),
    tests("RecordFormats", ["RecordFormats", "Codecs", "CByteScan", "CZlib", "TestSupport"]),
    tests("ParquetFiles", ["ParquetFiles", "Codecs", "TestSupport"]),
    tests("CivilTime", ["CivilTime", "TestSupport"]),
    tests("Settings", ["Settings", "JourneyModel"]),
    tests(
      "Intake",
      [
        "Intake", "JourneyModel", "RecordFormats", "CivilTime", "Codecs", "CSHA256",
        "TestSupport",
      ]),
    tests("JourneyAnalysis", ["JourneyAnalysis", "JourneyModel", "CivilTime", "TestSupport"]),
    tests(
      "Publishing",
      ["Publishing", "JourneyModel", "ParquetFiles", "CivilTime", "TestSupport"]),
    tests("Exports", ["Exports"]),
    tests("SyntheticCenter", ["SyntheticCenter", "CivilTime"]),
    tests(
      "Pipeline",
      [
        "Pipeline", "JourneyAnalysis", "JourneyModel", "CivilTime", "DurableFiles",
        "RecordFormats", "RecordStore", "Intake", "TestSupport",
      ]),
    tests("House", []),
    tests("Command", ["throughline", "bench-readers", "bench-intake", "bench-run"]),
  ]
)
