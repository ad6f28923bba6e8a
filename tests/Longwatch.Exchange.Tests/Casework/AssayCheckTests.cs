using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Casework;

namespace Longwatch.Exchange.Tests.Casework;

/// <summary>The shipped assays against the shipped catalogue. Expected: the table of vector features in the domain dossier, section 4.</summary>
public sealed class AssayCheckTests
{
    private const string Tisa = "tisagenlecleucel";
    private const string Liso = "lisocabtagene_maraleucel";
    private const string Ide = "idecabtagene_vicleucel";
    private const string Cilta = "ciltacabtagene_autoleucel";
    private const string Obe = "obecabtagene_autoleucel";
    private const string Axi = "axicabtagene_ciloleucel";
    private const string Brexu = "brexucabtagene_autoleucel";
    private const string Relma = "relmacabtagene_autoleucel";

    private static readonly ImmutableArray<Product> Catalogue = Assert
        .IsType<DatasetReading.PublishedSet>(DatasetReader.Read(PublishedFolder, PublishedFolder))
        .Evidence.Products;

    private static string PublishedFolder => Path.Combine(AppContext.BaseDirectory, "published");

    private static ImmutableArray<AssayFinding> Check(string assay, Ternary hiv, params string[] products) =>
        AssayCheck.Check(CaseworkData.Shipped.Assay(assay)!, new([.. products], hiv), Catalogue);

    private static AssayFindingKind? Sight(string assay, string product) =>
        Check(assay, Ternary.No, product)
            .Where(f => f.Kind is AssayFindingKind.Blind or AssayFindingKind.NotKnown)
            .Select(f => (AssayFindingKind?)f.Kind)
            .SingleOrDefault();

    [Theory]
    [InlineData("ddpcr_psi", new[] { Liso, Ide, Cilta, Obe }, new[] { Axi, Brexu }, new[] { Relma })]
    [InlineData("ddpcr_rre", new[] { Liso, Ide, Cilta, Obe }, new[] { Axi, Brexu }, new[] { Relma })]
    [InlineData("ddpcr_cppt", new[] { Liso, Ide, Cilta, Obe }, new[] { Axi, Brexu }, new[] { Relma })]
    [InlineData("ddpcr_wpre", new[] { Liso, Cilta, Obe }, new[] { Axi, Brexu }, new[] { Ide, Relma })]
    [InlineData("ddpcr_hiv_ltr", new[] { Liso, Ide, Cilta, Obe, Tisa, Relma }, new[] { Axi, Brexu }, new string[0])]
    [InlineData("ddpcr_mscv", new[] { Axi, Brexu }, new[] { Liso, Ide, Cilta, Obe, Tisa, Relma }, new string[0])]
    [InlineData("ddpcr_fmc63", new[] { Tisa, Axi, Brexu, Liso, Relma }, new[] { Ide, Cilta, Obe }, new string[0])]
    [InlineData("ddpcr_car_cilta", new[] { Cilta }, new[] { Ide, Axi, Tisa }, new string[0])]
    [InlineData("wgs", new[] { Tisa, Ide, Cilta, Axi }, new string[0], new[] { Liso, Obe, Relma })]
    public void An_assay_sees_what_the_annotation_says(string assay, string[] sees, string[] blind, string[] notKnown)
    {
        Assert.All(sees, p => Assert.Null(Sight(assay, p)));
        Assert.All(blind, p => Assert.Equal(AssayFindingKind.Blind, Sight(assay, p)));
        Assert.All(notKnown, p => Assert.Equal(AssayFindingKind.NotKnown, Sight(assay, p)));
    }

    [Fact]
    public void An_FMC63_assay_cannot_tell_five_products_apart()
    {
        var finding = Assert.Single(Check("ddpcr_fmc63", Ternary.No, Tisa));

        Assert.Equal(AssayFindingKind.NotSpecific, finding.Kind);
        Assert.True(finding.MustBeAcknowledged);
        Assert.All([Axi, Brexu, Liso, Relma], p => Assert.Contains(p.Replace('_', ' '), finding.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_assay_must_be_acknowledged_only_when_two_of_the_class_were_given()
    {
        Assert.False(Assert.Single(Check("ddpcr_psi", Ternary.No, Cilta)).MustBeAcknowledged);
        Assert.All(Check("ddpcr_psi", Ternary.No, Cilta, Tisa), f => Assert.True(f.MustBeAcknowledged));
    }

    [Theory]
    [InlineData("ddpcr_psi", true)]
    [InlineData("ddpcr_hiv_ltr", true)]
    [InlineData("ddpcr_wpre", false)]
    [InlineData("ddpcr_fmc63", false)]
    public void HIV_cross_reacts_with_what_the_vectors_took_from_it(string assay, bool reacts)
    {
        foreach (var hiv in new[] { Ternary.Yes, Ternary.Unknown })
            Assert.Equal(reacts, Check(assay, hiv, Cilta).Any(f => f.Kind == AssayFindingKind.CrossReacts));
        Assert.DoesNotContain(Check(assay, Ternary.No, Cilta), f => f.Kind == AssayFindingKind.CrossReacts);
    }

    [Fact]
    public void What_rests_on_an_unverified_field_is_marked_so()
    {
        // "no [MK]" in the table: WPRE of axi-cel and brexu-cel.
        Assert.False(Assert.Single(Check("ddpcr_wpre", Ternary.No, Axi)).Verified);
        Assert.True(Assert.Single(Check("ddpcr_psi", Ternary.No, Axi)).Verified);
    }

    [Fact]
    public void Without_a_product_or_with_an_unknown_one_nothing_is_claimed()
    {
        Assert.Equal(AssayFindingKind.NotKnown, Assert.Single(Check("ddpcr_psi", Ternary.No)).Kind);
        Assert.Equal(AssayFindingKind.NotKnown, Assert.Single(Check("ddpcr_psi", Ternary.No, "somethingcel")).Kind);
    }

    [Fact]
    public void Every_shipped_assay_contact_and_item_says_where_it_is_from()
    {
        var data = CaseworkData.Shipped;

        Assert.All(data.Assays, a => Assert.True(a.Source.Length > 5 && a.Evidence is "V" or "V2" or "MK" or "D" && a.Targets.Length > 0));
        Assert.Equal(data.Assays.Length, data.Assays.Select(a => a.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(data.Assays.SelectMany(a => a.Products), p => Assert.Contains(Catalogue, c => c.Code == p));
        Assert.All(Catalogue, p => Assert.NotNull(data.Contact(p.Code)));
        Assert.All(data.Contacts, c => Assert.True(c.Source.Length > 5));
        Assert.All(data.Checklist.Items, i => Assert.True(i.Source.Length > 5 && i.Why.Length > 5));
        Assert.Equal(16, data.Checklist.Items.Select(i => i.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(6, data.Scale.Categories.Length);
        Assert.Equal(2, data.Scale.Criteria.Count(c => !c.Applies));
        Assert.Equal(6, data.Scale.Ceilings.Count);
    }
}
