using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Onset;

namespace Longwatch.Evaluation.Published;

/// <summary>What the onset section assumes about uptake, death and latency, read from the assumptions of the data set.</summary>
/// <param name="Scenarios">Every uptake with every course of deaths; empty where the data set does not say enough.</param>
/// <param name="LeftOut">What the data set does not say and what is left out for it, in words; shown as a caveat.</param>
/// <param name="Sources">Keys of the assumption rows used.</param>
internal sealed record OnsetAssumptions(
    ImmutableArray<OnsetScenario> Scenarios,
    ImmutableArray<double> Shapes,
    ImmutableArray<string> LeftOut,
    ImmutableArray<string> Sources
)
{
    /// <summary>What counts as early: onset up to one year after infusion.</summary>
    public const double CutYears = 1;

    private const string ProgrammeKey = "onset.programme_years";
    private const string GrowthKey = "onset.growth_per_year";
    private const string DeathKey = "onset.death_per_year";
    private const string ShapeKey = "onset.weibull_shape";
    private const string TrialPatientsKey = "onset.zuma1_patients";
    private const string TrialDeathsKey = "onset.zuma1_deaths_year_";

    public static OnsetAssumptions Of(PublishedEvidence evidence)
    {
        var read = new Reader(evidence.Assumptions);
        var programmes = read.Grid(ProgrammeKey);
        var growths = read.Grid(GrowthKey);
        var deaths = read.Grid(DeathKey)
            .Select(rate => (Label: rate == 0 ? "no deaths" : $"{rate} deaths per person-year", Hazard: DeathHazard.Constant(rate)))
            .ToList();
        if (read.Trial() is { } trial)
            deaths.Add(trial);
        return new(
            [
                .. from death in deaths
                from years in programmes
                from uptake in (Uptake[])[Uptake.Uniform(years), Uptake.Linear(years), .. growths.Select(g => Uptake.Exponential(years, g))]
                let label = programmes.Length > 1 ? $"{Describe(uptake)}, {Phrase.Years(years)}" : Describe(uptake)
                select new OnsetScenario(label, death.Label, new ReportedShare(uptake, death.Hazard, CutYears)),
            ],
            [.. read.Grid(ShapeKey).Order()],
            read.LeftOut,
            read.Sources
        );
    }

    private static string Describe(Uptake uptake) =>
        uptake.Shape switch
        {
            UptakeShape.Uniform => "uniform",
            UptakeShape.Linear => "linear growth",
            _ => $"exponential growth, {uptake.GrowthPerYear} per year",
        };

    /// <summary>Reads counted rows only and notes what is not there.</summary>
    private sealed class Reader(ImmutableArray<Assumption> assumptions)
    {
        private readonly List<string> leftOut = [];
        private readonly List<string> sources = [];

        public ImmutableArray<string> LeftOut => [.. leftOut];

        public ImmutableArray<string> Sources => [.. sources];

        public ImmutableArray<double> Grid(string key)
        {
            var rows = Rows(key).ToArray();
            if (rows.Length == 0)
                leftOut.Add(
                    $"{key} has no value among the assumptions of the data set that means something ({AssumptionRange.Of(key).Words()}); what needs it is left out."
                );
            sources.AddRange(rows.Select(a => a.Provenance.Key));
            return [.. rows.Select(a => a.Value).Distinct()];
        }

        /// <summary>Deaths by year of one trial; null, with a note, when the data set does not give them in full.</summary>
        public (string Label, DeathHazard Hazard)? Trial()
        {
            var patients = Rows(TrialPatientsKey).MinBy(a => a.Value);
            var years = Enumerable
                .Range(1, 30)
                .Select(y => Rows($"{TrialDeathsKey}{y}").MinBy(a => a.Value))
                .TakeWhile(a => a is not null)
                .OfType<Assumption>()
                .ToArray();
            if (patients is null || years.Length == 0 || patients.Value <= years.Sum(a => a.Value))
            {
                leftOut.Add(
                    $"Deaths by year of a trial ({TrialPatientsKey}, {TrialDeathsKey}1, …) are not among the assumptions; that scenario is left out."
                );
                return null;
            }

            sources.AddRange([patients.Provenance.Key, .. years.Select(a => a.Provenance.Key)]);
            var hazard = DeathHazard.FromDeaths((int)patients.Value, [.. years.Select(a => (int)a.Value)]);
            return ($"deaths as in ZUMA-1 ({years[0].Value}/{patients.Value} in year 1)", hazard);
        }

        private IEnumerable<Assumption> Rows(string key) =>
            assumptions.Where(a => string.Equals(a.Key, key, StringComparison.Ordinal) && AssumptionRange.Usable(a));
    }
}

/// <summary>One way in which infusions and deaths may have run.</summary>
internal sealed record OnsetScenario(string Uptake, string Death, ReportedShare Share)
{
    public string Label => $"{Uptake}; {Death}";
}
