using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation;

/// <summary>The thresholds of the evidence ladder as the evaluation takes them from a set of published evidence.</summary>
public static class LadderThresholds
{
    /// <summary>Null when one of the <c>molecular.*</c> assumptions is not given.</summary>
    public static MolecularThresholds? Of(PublishedEvidence evidence) => MolecularReport.Thresholds(evidence).Thresholds;
}
