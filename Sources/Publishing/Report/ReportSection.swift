/// A part of the report: tables first, then how they are drawn.
protocol ReportSection: Sendable {
  /// The anchor in the page, in kebab-case.
  static var id: String { get }
  /// The heading of the section and its entry in the navigation.
  static var title: String { get }
  /// Computes the section's tables.
  init(_ input: ReportInput)
  /// The tables, in order; every number of the section is in one of them.
  var tables: [ReportTable] { get }
  /// Writes the section without its heading.
  func render(into page: inout Markup)
}

/// The registry of sections.
enum ReportSections {
  /// Every section in the order of the page; to add one, add its line here.
  static let all: [any (ReportSection & Sendable).Type] = [
    ActionSection.self,
    HeadlineSection.self,
    FrictionSection.self,
    JourneyMapSection.self,
    ProcessSection.self,
    ChannelSection.self,
    ReasonSection.self,
    PersonaSection.self,
    QueueSection.self,
    HourSection.self,
    AgentSection.self,
    SurveySection.self,
    EffortSection.self,
    JourneySection.self,
    QualitySection.self,
    AssessmentSection.self,
    SourcesSection.self,
    DefinitionSection.self,
  ]
}
