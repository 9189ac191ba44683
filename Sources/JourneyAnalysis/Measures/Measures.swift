package import JourneyModel

package enum Measures { package static let descriptions: [ComponentDescription] = [] }
