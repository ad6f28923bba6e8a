using System.Collections.Immutable;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Signals.Simulation;

/// <summary>Makes one quarter of reports with known signals, older versions, duplicates and deleted cases. Report i depends on the seed and i alone.</summary>
/// <remarks>
/// Drugs and events follow power laws, as in FAERS; a report has one suspected drug, further ones, one to six events. CAR T-cell products are reported with
/// what they treat (index disease as event in a part of them: never a signal), usual effects, and second cancers at rates of their own.
/// </remarks>
public sealed class FaersSimulator
{
    private const int FirstCase = 10_000_000;
    private const double Exponent = 1.15;

    private static readonly string[] Countries = ["US", "US", "US", "US", "FR", "DE", "GB", "JP", "CA", "IT"];

    private readonly FaersPlan plan;
    private readonly SignalKnowledge knowledge;
    private readonly double[] drugs;
    private readonly double[] events;
    private readonly KnownPair[][] pairsOf;

    public FaersSimulator(FaersPlan plan, SignalKnowledge knowledge)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(knowledge);
        if (plan.Reports is < 1 or > 50_000_000)
            throw new ArgumentException("1 to 50,000,000 reports can be made.", nameof(plan));
        (this.plan, this.knowledge) = (plan, knowledge);
        (drugs, events) = (PowerLaw(plan.Drugs), PowerLaw(plan.Events));
        Products = [.. knowledge.Products.Take(7)];
        Truth = [.. Products.SelectMany(Known)];
        Named =
        [
            .. Truth.Select(t => t.Event).Distinct(StringComparer.Ordinal),
            "Plasma cell myeloma",
            "Diffuse large B-cell lymphoma",
            "Mantle cell lymphoma",
            "Acute lymphocytic leukaemia",
        ];
        pairsOf = [.. Products.Select(p => Truth.Where(t => t.Product == p).ToArray())];
    }

    /// <summary>Products that are reported; the drugs of number 0 and up.</summary>
    public ImmutableArray<string> Products { get; }

    /// <summary>What is true of each product and second cancer.</summary>
    public ImmutableArray<KnownPair> Truth { get; }

    /// <summary>Events with a name; those behind them are numbered.</summary>
    public ImmutableArray<string> Named { get; }

    public string DrugName(int drug, bool brand) =>
        drug >= Products.Length
            ? FormattableString.Invariant($"SUBSTANCE {drug:00000}")
            : knowledge.Names.First(n => n.Product == Products[drug] && n.Kind == (brand ? "brand" : "inn")).Name.ToUpperInvariant();

    public string EventName(int @event) =>
        @event < Named.Length ? Named[@event] : FormattableString.Invariant($"Simulated event {@event:00000}");

    /// <summary>The rows of one case: its latest version, before it perhaps an older one, after it perhaps a duplicate.</summary>
    public IReadOnlyList<SimulatedReport> Case(int i)
    {
        var random = new Philox(plan.Seed, (ulong)i);
        var report = Report(i, random);
        var rows = new List<SimulatedReport>(3);
        if (random.NextDouble() < plan.OlderVersions)
            rows.Add(report with { Events = [.. report.Events.Take(1)], Version = 1 });
        rows.Add(report);
        if (random.NextDouble() < plan.Duplicates)
            rows.Add(Again(report, i, random));
        return rows;
    }

    /// <summary>True when the case is on the list of deleted cases.</summary>
    public bool IsDeleted(int i) => new Philox(plan.Seed ^ 0x5DEECE66D, (ulong)i).NextDouble() < plan.Deleted;

    private SimulatedReport Report(int i, Philox random)
    {
        var received = Day(2022, random.NextBelow(1_000));
        var product = random.NextDouble() < plan.Products ? random.NextBelow(Products.Length) : -1;
        var began = AddDays(received, -30 - random.NextBelow(400));
        var eventDate = random.NextDouble() < 0.6 ? AddDays(received, -1 - random.NextBelow(300)) : 0;
        var taken = new List<SimulatedDrug>(4);
        var indication = -1;
        if (product >= 0)
        {
            indication = IndexEvent(product);
            taken.Add(new(product, random.NextDouble() < 0.7, DrugRoles.PrimarySuspect, indication, began));
        }
        else
        {
            taken.Add(Other(DrugRoles.PrimarySuspect, random, began));
            if (random.NextDouble() < 0.01)
                taken[0] = taken[0] with { Indication = Named.Length - 4 + random.NextBelow(4) };
        }

        for (var more = random.NextPoisson(2.2); more > 0; more--)
            taken.Add(Other(random.NextDouble() < 0.3 ? DrugRoles.SecondarySuspect : DrugRoles.Concomitant, random, 0));
        return new(
            FirstCase + (2L * i),
            2,
            received,
            eventDate,
            random.NextDouble() < 0.3 ? -1 : Math.Clamp((int)(58 + (18 * random.NextNormal())), 0, 100),
            random.NextDouble() < 0.1 ? ReportedSex.Unknown
                : random.NextDouble() < 0.55 ? ReportedSex.Female
                : ReportedSex.Male,
            Countries[random.NextBelow(Countries.Length)],
            random.NextDouble() < 0.8 ? FirstCase + i : 0,
            (ReportedOutcomes)(1 << random.NextBelow(7)),
            [.. taken],
            Happened(product, indication, random),
            0
        );
    }

    private int[] Happened(int product, int indication, Philox random)
    {
        var happened = new List<int>(4);
        // Second cancers at the known rates, of the product or of the background.
        foreach (var pair in pairsOf[Math.Max(0, product)])
            if (random.NextDouble() < (product < 0 ? pair.Background : pair.Probability))
                happened.Add(Named.IndexOf(pair.Event));
        if (product >= 0 && random.NextDouble() < 0.15)
            happened.Add(indication);
        for (var more = 1 + random.NextPoisson(1.8); more > 0; more--)
            happened.Add(Named.Length + Pick(events, random));
        return [.. happened.Distinct()];
    }

    private SimulatedDrug Other(DrugRoles role, Philox random, int began) =>
        new(
            Products.Length + Pick(drugs, random),
            false,
            role,
            random.NextDouble() < 0.6 ? Named.Length + Pick(events, random) : -1,
            began
        );

    /// <summary>The same patient reported again: another case number and sender, one drug or event missing, the date one day off in some.</summary>
    private static SimulatedReport Again(SimulatedReport report, int i, Philox random) =>
        report with
        {
            Case = FirstCase + (2L * i) + 1,
            Version = 1,
            Received = AddDays(report.Received, random.NextBelow(40)),
            EventDate = report.EventDate > 0 && random.NextDouble() < 0.1 ? AddDays(report.EventDate, 1) : report.EventDate,
            ManufacturerNumber = random.NextDouble() < 0.5 ? report.ManufacturerNumber : 0,
            Events = report.Events.Length > 2 ? report.Events[..^1] : report.Events,
            DuplicateOf = report.Case,
        };

    private int IndexEvent(int product)
    {
        var disease = knowledge.Indications.First(d => d.Product == Products[product]).Disease;
        var name = disease switch
        {
            "multiple_myeloma" => "Plasma cell myeloma",
            "mantle_cell_lymphoma" => "Mantle cell lymphoma",
            "b_all" => "Acute lymphocytic leukaemia",
            _ => "Diffuse large B-cell lymphoma",
        };
        return Named.IndexOf(name);
    }

    /// <summary>Second cancers: a strong, a medium and no signal in turn over the products.</summary>
    private IEnumerable<KnownPair> Known(string product)
    {
        var turn = Products.IndexOf(product);
        (string Event, double Background)[] cancers =
        [
            ("T-cell lymphoma", 0.0002),
            ("Myelodysplastic syndrome", 0.001),
            ("Basal cell carcinoma", 0.004),
            ("Second primary malignancy", 0.0005),
        ];
        for (var c = 0; c < cancers.Length; c++)
        {
            var ratio = ((turn + c) % 4) switch
            {
                0 => 60.0,
                1 => 25.0,
                _ => 1.0,
            };
            yield return new(product, cancers[c].Event, Math.Min(0.2, ratio * cancers[c].Background), cancers[c].Background, ratio > 1);
        }
    }

    private static double[] PowerLaw(int many)
    {
        var sums = new double[many];
        for (var i = 0; i < many; i++)
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + Math.Pow(i + 3, -Exponent);
        return sums;
    }

    private static int Pick(double[] sums, Philox random)
    {
        var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return at < 0 ? Math.Min(~at, sums.Length - 1) : at;
    }

    private static int Day(int year, int days) => Number(new DateOnly(year, 1, 1).AddDays(days));

    private static int AddDays(int date, int days) => Number(DateOnly.FromDayNumber(DayNumber.Of(date) + days));

    private static int Number(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;
}
