using Longwatch.Evaluation.Signals;
using Longwatch.Evaluation.Signals.Sections;

namespace Longwatch.Evaluation.Tests.Signals;

/// <summary>Counts made by hand.</summary>
public sealed class SignalStudyTests
{
    private static readonly Told Tisa = new(["KYMRIAH"], ["T-cell lymphoma", "Pyrexia"]);

    private static WatchedPair Pair(SignalResult result, string subject, string @event) =>
        result.Pairs.Single(p => p.Subject == subject && p.Event == @event);

    [Fact]
    public void Reports_are_counted_and_not_pairs_or_rows()
    {
        // A report that names the product three times, under two names, is one report.
        var result = SmallReports.Study(
            SmallReports.Of([
                Tisa with
                {
                    Drugs = ["KYMRIAH", "TISAGENLECLEUCEL", "KYMRIAH"],
                },
                Tisa with
                {
                    Events = ["Pyrexia"],
                },
                new(["DRUG"], ["T-cell lymphoma"]),
                .. SmallReports.Background(96),
            ])
        );

        var table = Pair(result, "tisagenlecleucel", "T-cell lymphoma").Score.Table;

        Assert.Equal((1, 1, 1, 96), (table.Both, table.DrugOnly, table.EventOnly, table.Neither));
        Assert.Equal(99, result.Totals.Cases);
    }

    /// <summary>Long lists are put in order another way than short ones: the same comes of them.</summary>
    [Fact]
    public void A_report_of_very_many_rows_counts_once_for_each_drug_and_event()
    {
        string[] many = [.. Enumerable.Range(0, 600).Select(i => $"DRUG {i * 7919 % 600 % 400}")];
        string[] terms = [.. Enumerable.Range(0, 500).Select(i => $"Term {i * 7919 % 500}")];
        var result = SmallReports.Study(
            SmallReports.Of([
                new(["DRUG 5", "DRUG 5"], ["Pyrexia"]), // its repeat moves the long list forward
                Tisa with
                {
                    Drugs = [.. many, "KYMRIAH", .. many.Reverse(), "TISAGENLECLEUCEL"],
                    Events = [.. terms, "T-cell lymphoma", .. terms],
                },
                Tisa,
                new(["DRUG 5"], ["T-cell lymphoma"]),
                .. SmallReports.Background(96),
            ])
        );

        var table = Pair(result, "tisagenlecleucel", "T-cell lymphoma").Score.Table;
        Assert.Equal((2, 0, 1, 97), (table.Both, table.DrugOnly, table.EventOnly, table.Neither));
    }

    /// <summary>Many reports are put in order piece by piece: repeats shorten each piece, and the next one follows it without a gap.</summary>
    [Fact]
    public void Reports_beyond_one_piece_count_as_those_of_one()
    {
        const int Many = 70_001; // more than two pieces
        var result = SmallReports.Study(
            SmallReports.Of([
                .. Enumerable
                    .Range(0, Many)
                    .Select(i => new Told(
                        i % 3 == 0 ? ["DRUG", "KYMRIAH", "DRUG", "TISAGENLECLEUCEL"] : ["DRUG"],
                        i % 5 == 0 ? ["Pyrexia", "T-cell lymphoma"] : ["Pyrexia"]
                    )),
            ])
        );

        var table = Pair(result, "tisagenlecleucel", "T-cell lymphoma").Score.Table;

        // Of the numbers 0 to 70,000 there are 23,334 that 3 divides, 14,001 that 5 divides, 4,667 that 15 divides.
        Assert.Equal((4_667, 18_667, 9_334, 37_333), (table.Both, table.DrugOnly, table.EventOnly, table.Neither));
    }

    [Fact]
    public void The_disease_treated_is_never_an_event_of_its_product_but_is_one_of_another()
    {
        var result = SmallReports.Study(
            SmallReports.Of([
                new(["KYMRIAH"], ["Diffuse large B-cell lymphoma recurrent", "Disease progression"]),
                new(["CARVYKTI"], ["Diffuse large B-cell lymphoma", "Plasma cell myeloma", "Disease progression"]),
                .. SmallReports.Background(50),
            ])
        );

        Assert.DoesNotContain(result.Pairs, p => p.Subject == "tisagenlecleucel");
        Assert.Equal(1, Pair(result, "ciltacabtagene autoleucel", "Diffuse large B-cell lymphoma").Reports);
        Assert.Equal(1, Pair(result, "any CAR T-cell product", "Diffuse large B-cell lymphoma").Reports);
        Assert.Equal(1, Pair(result, "any CAR T-cell product", "Group: other malignancy").Reports);
        Assert.DoesNotContain(result.Pairs, p => p.Event is "Disease progression" or "Plasma cell myeloma");
    }

    [Fact]
    public void What_the_report_itself_gives_as_indication_does_not_count_in_it()
    {
        var result = SmallReports.Study(
            SmallReports.Of([Tisa with { Indications = ["T-cell lymphoma"] }, Tisa, .. SmallReports.Background(50)])
        );

        var pair = Pair(result, "tisagenlecleucel", "T-cell lymphoma");

        Assert.Equal((1, 1, 2), (pair.Reports, pair.OwnIndication, pair.Score.Table.Drug));
    }

    [Fact]
    public void A_group_counts_a_case_once_whatever_number_of_its_terms_it_has()
    {
        var result = SmallReports.Study(
            SmallReports.Of([Tisa with { Events = ["T-cell lymphoma", "T-cell lymphoma stage IV"] }, .. SmallReports.Background(50)])
        );

        Assert.Equal(1, Pair(result, "tisagenlecleucel", "Group: T-cell malignancy").Reports);
    }

    [Fact]
    public void Only_the_roles_asked_for_count()
    {
        var reports = SmallReports.Of([Tisa, Tisa with { Role = DrugRoles.Concomitant }, .. SmallReports.Background(50)]);

        Assert.Equal(1, Pair(SmallReports.Study(reports), "tisagenlecleucel", "T-cell lymphoma").Reports);
        Assert.Equal(
            2,
            Pair(
                SmallReports.Study(reports, roles: DrugRoles.PrimarySuspect | DrugRoles.Concomitant),
                "tisagenlecleucel",
                "T-cell lymphoma"
            ).Reports
        );
    }

    [Fact]
    public void The_same_disease_and_the_two_periods_are_backgrounds_of_their_own()
    {
        var peer = new Told(["RITUXIMAB"], ["Pyrexia"]) { Indications = ["Diffuse large B-cell lymphoma"] };
        var result = SmallReports.Study(
            SmallReports.Of([
                Tisa with
                {
                    Received = 20231127,
                },
                Tisa with
                {
                    Received = 20231128,
                },
                Tisa with
                {
                    Received = 20240101,
                    Events = ["Pyrexia"],
                },
                peer with
                {
                    Events = ["T-cell lymphoma"],
                },
                peer,
                peer,
                .. SmallReports.Background(50),
            ])
        );

        var pair = Pair(result, "tisagenlecleucel", "T-cell lymphoma");

        Assert.Equal(
            (2, 1, 1, 2),
            (pair.Peers!.Table.Both, pair.Peers.Table.DrugOnly, pair.Peers.Table.EventOnly, pair.Peers.Table.Neither)
        );
        Assert.Equal((1, 1), (pair.Before!.Table.Both, pair.Before.Table.Drug));
        Assert.Equal((1, 2), (pair.After!.Table.Both, pair.After.Table.Drug));
        Assert.Equal("2023Q4", pair.Trend.First(t => t.Reports > 0).Quarter);
        Assert.Equal(2, pair.Trend[^1].Cumulative);
    }

    [Fact]
    public void MedDRA_renames_lower_level_terms_and_says_what_it_lacks()
    {
        var dictionary = new MedicalDictionary(
            "test",
            System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["T-CELL LYMPHOMA NOS"] = "T-cell lymphoma",
                    ["T-CELL LYMPHOMA"] = "T-cell lymphoma",
                },
                StringComparer.Ordinal
            ),
            System.Collections.Frozen.FrozenDictionary<string, string>.Empty
        );
        var reports = SmallReports.Of([Tisa, Tisa with { Events = ["T-cell lymphoma NOS"] }, .. SmallReports.Background(50)]);

        var result = SignalStudy.Run(
            reports,
            new("test", "", [], [], []),
            SmallKnowledge.Make(),
            new(DrugRoles.PrimarySuspect, false, dictionary, false)
        );

        Assert.Equal(2, Pair(result, "tisagenlecleucel", "T-cell lymphoma").Reports);
        Assert.Equal(1, result.Totals.TermsRenamed);
        Assert.True(result.Totals.TermsUnknown > 20);
    }

    [Fact]
    public void The_order_of_reports_changes_nothing()
    {
        Told[] told = [Tisa, Tisa with { Received = 20240101 }, new(["CARVYKTI"], ["T-cell lymphoma"]), .. SmallReports.Background(200)];
        var reversed = told.Reverse().ToArray();

        var (a, b) = (SmallReports.Study(SmallReports.Of(told)), SmallReports.Study(SmallReports.Of(reversed)));

        Assert.Equal(
            a.Pairs.Select(p => (p.Subject, p.Event, p.Score.Table, p.Score.Ic.Value, p.AdjustedP)),
            b.Pairs.Select(p => (p.Subject, p.Event, p.Score.Table, p.Score.Ic.Value, p.AdjustedP))
        );
    }

    [Fact]
    public void Without_any_product_or_any_report_of_a_cancer_the_report_says_so()
    {
        var none = SignalSections.Of(SmallReports.Study(SmallReports.Of([.. SmallReports.Background(50)])));
        var single = SignalSections.Of(SmallReports.Study(SmallReports.Of([new Told(["KYMRIAH"], [])])));

        Assert.Contains("No case of a CAR T-cell product", none[0].Answer, StringComparison.Ordinal);
        Assert.Contains("1 name a CAR T-cell product", single[0].Answer, StringComparison.Ordinal);
        Assert.All(none.Concat(single), s => Assert.DoesNotContain("NaN", s.Answer, StringComparison.Ordinal));
        Assert.All(none, s => Assert.NotEmpty(s.Question));
    }
}
