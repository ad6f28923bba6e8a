using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Published;

/// <summary>Completeness of the variables of the published files on which the sections rest.</summary>
internal static class PublishedCompleteness
{
    private static readonly ImmutableHashSet<string> None = [];

    public static ImmutableArray<Completeness> Of(PublishedEvidence evidence) =>
        [
            .. Counts(evidence),
            .. Cohorts(evidence),
            .. Mix(evidence),
            .. Cases(evidence),
            .. Sites(evidence),
            .. Products(evidence),
            .. Others(evidence),
        ];

    private static IEnumerable<Completeness> Counts(PublishedEvidence evidence)
    {
        var file = new File<RegulatorCount>("regulator-counts", evidence.Counts, c => c.Provenance, _ => None);
        yield return file.Variable("value", c => c.Value is not null);
        yield return file.Variable("data_lock", c => c.DataLock is not null);
    }

    private static IEnumerable<Completeness> Cohorts(PublishedEvidence evidence)
    {
        var file = new File<PublishedCohort>("cohorts", evidence.Cohorts, c => c.Provenance, c => c.UnverifiedFields);
        yield return file.Variable("patients", c => c.Patients is not null);
        yield return file.Variable("median_follow_up_months", c => c.MedianFollowUpMonths is not null);
        yield return file.Variable("person_years", c => c.PersonYears is not null);
        yield return file.Variable("second_primaries", c => c.SecondPrimaries is not null);
        yield return file.Variable("second_primary_definition", c => c.SecondPrimaryDefinition is not null);
        yield return file.Variable("t_cell_malignancies", c => c.TCellMalignancies is not null);
        yield return file.Variable("onset_months", c => c.OnsetMonths is not null);
    }

    private static IEnumerable<Completeness> Mix(PublishedEvidence evidence)
    {
        var file = new File<CohortProduct>("cohort-products", evidence.CohortProducts, c => c.Provenance, _ => None);
        yield return file.Variable("patients", c => c.Patients is not null);
        yield return file.Variable("second_primaries", c => c.SecondPrimaries is not null);
        yield return file.Variable("t_cell_malignancies", c => c.TCellMalignancies is not null);
    }

    private static IEnumerable<Completeness> Cases(PublishedEvidence evidence)
    {
        var file = new File<MolecularCase>("cases", evidence.Cases, c => c.Provenance, c => c.UnverifiedFields);
        yield return file.Variable("product", c => c.Product is not null);
        yield return file.Variable("onset_months", c => c.OnsetMonths is not null);
        yield return file.Variable("immunophenotype", c => c.Immunophenotype is not null);
        yield return file.Variable("transgene", c => c.Transgene != PublishedTransgeneResult.NotReported);
        yield return file.Variable("car_positive_percent", c => c.CarPositivePercent is not null);
        yield return file.Variable("copies_per_cell", c => c.CopiesPerCell is not null);
        yield return file.Variable("lod_copies_per_cell", c => c.LimitOfDetection is not null);
        yield return file.Variable("tumour_fraction", c => c.TumourFraction is not null);
        yield return file.Variable("vector_clonality", c => c.VectorClonality != VectorClonality.NotReported);
        yield return file.Variable("clone_preexisting", c => c.ClonePreexisting != Ternary.Unknown);
        yield return file.Variable("tcr_in_apheresis", c => c.TcrInApheresis != Ternary.Unknown);
        yield return file.Variable("expression_effect", c => c.ExpressionEffect != Ternary.Unknown);
        yield return file.Variable("alternative_driver", c => c.AlternativeDriver != Ternary.Unknown);
        yield return file.Variable("clonal_haematopoiesis", c => !c.ClonalHaematopoiesis.IsEmpty);
        yield return file.Variable("germline", c => !c.Germline.IsEmpty);
        yield return file.Variable("virus", c => c.Virus is not null);
        yield return file.Variable("outcome", c => c.Outcome is not null);
        yield return file.Derived("integration site", c => c.Sites.Any(s => s.Provenance.Counts), c => !c.Sites.IsEmpty);
    }

    private static IEnumerable<Completeness> Sites(PublishedEvidence evidence)
    {
        var file = new File<IntegrationSite>("case-sites", [.. evidence.Cases.SelectMany(c => c.Sites)], s => s.Provenance, _ => None);
        yield return file.Variable("region", s => s.Region is not null);
        yield return file.Variable("cancer_gene", s => s.CancerGene != Ternary.Unknown);
    }

    private static IEnumerable<Completeness> Products(PublishedEvidence evidence)
    {
        var file = new File<Product>("products", evidence.Products, p => p.Provenance, p => p.UnverifiedFields);
        yield return file.Variable("target", p => p.Target is not null);
        yield return file.Variable("binder", p => p.Binder is not null);
        yield return file.Variable("costimulatory_domain", p => p.CostimulatoryDomain is not null);
        yield return file.Variable("vector", p => p.Vector != VectorFamily.Unknown);
        yield return file.Variable("promoter", p => p.Promoter is not null);
        yield return file.Variable("psi", p => p.Elements.Psi != Ternary.Unknown);
        yield return file.Variable("wpre", p => p.Elements.Wpre != Ternary.Unknown);
        var approvals = new File<ProductApproval>("product-approvals", evidence.Approvals, a => a.Provenance, _ => None);
        yield return approvals.Variable("approved", a => a.Approved is not null);
    }

    private static IEnumerable<Completeness> Others(PublishedEvidence evidence)
    {
        var rates = new File<BackgroundRate>("background-rates", evidence.BackgroundRates, r => r.Provenance, _ => None);
        yield return rates.Variable("rate_per_100000", r => r.RatePer100000 is not null);
        yield return rates.Variable("age_group", r => r.AgeGroup is not null);
        yield return rates.Variable("sex", r => r.Sex is not null);
        var thresholds = new File<Threshold>("thresholds", evidence.Thresholds, t => t.Provenance, _ => None);
        yield return thresholds.Variable("value", t => t.Value is not null);
        yield return thresholds.Derived("verified", t => t.Verified && t.Provenance.Counts, t => true);
    }

    /// <summary>The rows of one file, what each rests on, and its fields that are only background knowledge.</summary>
    private sealed record File<T>(
        string Name,
        ImmutableArray<T> Rows,
        Func<T, Provenance> Provenance,
        Func<T, ImmutableHashSet<string>> Unverified
    )
    {
        public Completeness Variable(string field, Func<T, bool> given) =>
            Derived(field, r => given(r) && Provenance(r).Counts && !Unverified(r).Contains(field), given);

        public Completeness Derived(string name, Func<T, bool> known, Func<T, bool> carried)
        {
            var n = Rows.Count(known);
            return new(Name, name, n, Rows.Count(carried) - n, Rows.Length);
        }
    }
}
