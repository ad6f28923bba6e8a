using System.Collections.Immutable;
using System.Globalization;

namespace Longwatch.Evaluation.Simulation;

/// <summary>A plan as a list of names and values, for the truth file.</summary>
internal static class PlanParameters
{
    internal static ImmutableArray<SimulationParameter> Of(SimulationPlan plan) =>
        [
            new("seed", Text(plan.Seed), ""),
            new("patients", Text(plan.Patients), "patients"),
            new("start", Text(plan.Start), "date"),
            new("data_lock", Text(plan.DataLock), "date"),
            new("accrual.growth", Text(plan.GrowthPerYear), "per year"),
            new("centres", Text(plan.Centres), "centres"),
            new("centres.large", Text(plan.LargeCentres), "centres"),
            .. plan.Products.SelectMany(OfProduct),
            .. plan.Diseases.SelectMany(OfDisease),
            .. Hazard("relapse", plan.Survival.RelapsePerYear),
            .. Hazard("death_without_relapse", plan.Survival.DeathWithoutRelapsePerYear),
            .. Hazard("death_after_relapse", plan.Survival.DeathAfterRelapsePerYear),
            new("death_after_t_cell.excess", Text(plan.Survival.ExcessDeathAfterTCellPerYear), "per year"),
            .. plan.FollowUp.FirstVisits.Select((day, i) => new SimulationParameter($"visit.{i + 1}", Text(day), "days")),
            new("visit.missed", Text(plan.FollowUp.Missed), "probability"),
            new("lost", Text(plan.FollowUp.LostPerYear), "per year"),
            new("last_contact", Text(plan.FollowUp.LastContactDays), "days"),
            new("missing_item", Text(plan.FollowUp.MissingItem), "probability"),
            new("t_cell.latency", Text(plan.TCell.LatencyDays), "days"),
            new("t_cell.transgene", Text(plan.TCell.TransgenePer100000), "per 100000 in the first year"),
            new("t_cell.transgene_shape", Text(plan.TCell.TransgeneShape), ""),
            .. plan.TCell.BackgroundByAge.Select(a => new SimulationParameter(
                $"t_cell.background_from_age_{Text(a.FromAge)}",
                Text(a.Per100000),
                "per 100000 person-years"
            )),
            new("t_cell.background_multiplier", Text(plan.TCell.BackgroundMultiplier), "ratio"),
            new("t_cell.background_shape", Text(plan.TCell.BackgroundShape), ""),
            new("t_cell.mean_lead", Text(plan.TCell.MeanLeadDays), "days"),
            .. plan.OtherPrimaries.SelectMany(k =>
                new SimulationParameter[]
                {
                    new($"other_primary.{k.Lineage}", Text(k.PerPersonYear), "per person-year at age 60"),
                    new($"other_primary.{k.Lineage}.age", Text(k.PerYearOfAge), "log hazard ratio per year"),
                }
            ),
            new("prior.autologous_transplant", Text(plan.PriorEffects.AutologousTransplant), "hazard ratio"),
            new("prior.allogeneic_transplant", Text(plan.PriorEffects.AllogeneicTransplant), "hazard ratio"),
            new("prior.tbi", Text(plan.PriorEffects.TotalBodyIrradiation), "hazard ratio"),
            new("prior.alkylator", Text(plan.PriorEffects.Alkylator), "hazard ratio"),
            new("prior.extra_line", Text(plan.PriorEffects.ExtraLine), "hazard ratio per line"),
            .. OfTesting(plan.Testing),
        ];

    private static IEnumerable<SimulationParameter> OfProduct(ProductPlan product) =>
        [
            new($"product.{product.Code}.available", Text(product.Available), "date"),
            new($"product.{product.Code}.share", Text(product.MarketShare), "weight"),
            new($"product.{product.Code}.transgene_hazard_ratio", Text(product.TransgeneHazardRatio), "ratio"),
            .. product.Indications.Select(i => new SimulationParameter(
                $"product.{product.Code}.indication.{i.Disease}",
                Text(i.Weight),
                "weight"
            )),
        ];

    private static IEnumerable<SimulationParameter> OfDisease(DiseasePlan disease) =>
        [
            new($"disease.{disease.Disease}.age_mean", Text(disease.Age.Mean), "years"),
            new($"disease.{disease.Disease}.age_standard_deviation", Text(disease.Age.StandardDeviation), "years"),
            new($"disease.{disease.Disease}.age_youngest", Text(disease.Age.Youngest), "years"),
            new($"disease.{disease.Disease}.age_oldest", Text(disease.Age.Oldest), "years"),
            new($"disease.{disease.Disease}.course_factor", Text(disease.CourseFactor), "ratio"),
            new($"disease.{disease.Disease}.extra_lines", Text(disease.ExtraLines), "mean"),
            new($"disease.{disease.Disease}.prior_autologous", Text(disease.Prior.AutologousTransplant), "probability"),
            new($"disease.{disease.Disease}.prior_allogeneic", Text(disease.Prior.AllogeneicTransplant), "probability"),
            new($"disease.{disease.Disease}.prior_tbi", Text(disease.Prior.TotalBodyIrradiation), "probability"),
            new($"disease.{disease.Disease}.prior_alkylator", Text(disease.Prior.Alkylator), "probability"),
        ];

    private static IEnumerable<SimulationParameter> OfTesting(TestingPlan plan) =>
        [
            new("testing.alert", Text(plan.Alert), "date"),
            new("testing.offered_before", Text(plan.OfferedBeforeAlert), "probability"),
            new("testing.offered_after", Text(plan.OfferedAfterAlert), "probability"),
            new("testing.intercept", Text(plan.Intercept), "log odds"),
            new("testing.large_centre", Text(plan.LargeCentre), "log odds"),
            new("testing.after_alert", Text(plan.AfterAlert), "log odds"),
            new("testing.within_one_year", Text(plan.WithinOneYear), "log odds"),
            .. plan.Product.Select(p => new SimulationParameter($"testing.product.{p.Key}", Text(p.Value), "log odds")),
            new("testing.failure", Text(plan.Failure), "probability"),
            new("testing.repeated", Text(plan.Repeated), "probability"),
            new("testing.shortest", Text(plan.ShortestDays), "days"),
            new("testing.mean_further", Text(plan.MeanFurtherDays), "days"),
            .. plan.Assays.SelectMany(a =>
                new SimulationParameter[]
                {
                    new($"assay.{a.Code}.share", Text(a.Share), "weight"),
                    new($"assay.{a.Code}.lod", Text(a.LimitOfDetection), "copies per cell"),
                }
            ),
            new("testing.sensitivity", Text(plan.Sensitivity), "probability"),
            new("testing.bystanders", Text(plan.Bystanders), "probability"),
            new("testing.bystander_median", Text(plan.BystanderMedianCopies), "copies per cell"),
            new("testing.bystander_log_sd", Text(plan.BystanderLogSd), ""),
            new("testing.clonality_examined", Text(plan.ClonalityExamined), "probability"),
            new("testing.extra_copies", Text(plan.ExtraCopies), "mean copies"),
            new("testing.tumour_fraction_alpha", Text(plan.TumourFraction.Alpha), ""),
            new("testing.tumour_fraction_beta", Text(plan.TumourFraction.Beta), ""),
        ];

    private static IEnumerable<SimulationParameter> Hazard(string name, ImmutableArray<double> perYear) =>
        perYear.Select((hazard, year) => new SimulationParameter($"{name}.year_{year + 1}", Text(hazard), "per year"));

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
