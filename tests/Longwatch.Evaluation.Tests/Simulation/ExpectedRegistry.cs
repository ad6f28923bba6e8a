using Longwatch.Evaluation.Simulation;

namespace Longwatch.Evaluation.Tests.Simulation;

/// <summary>
/// What a plan leads one to expect, by summing densities over days of infusion and days since then. It shares the plan with the simulator, and
/// nothing else: no random number is drawn.
/// </summary>
internal sealed class ExpectedRegistry
{
    private const double Year = 365.25;

    public double Driven { get; private set; }

    public double Background { get; private set; }

    public double WithinOneYear { get; private set; }

    public double Tested { get; private set; }

    public double Positive { get; private set; }

    /// <summary>Patients with a second primary that is not of T-cell origin.</summary>
    public double WithOtherPrimary { get; private set; }

    public double PersonYears { get; private set; }

    public double DeathsKnown { get; private set; }

    public double Malignancies => Driven + Background;

    public static ExpectedRegistry Of(SimulationPlan plan)
    {
        var expected = new ExpectedRegistry();
        var days = plan.DataLock.DayNumber - plan.Start.DayNumber;
        double[] accrual = [.. Enumerable.Range(0, days).Select(s => Math.Exp(plan.GrowthPerYear * s / Year))];
        var total = accrual.Sum();
        var weights = Enumerable.Range(0, days).Select(s => ProductShares(plan, plan.Start.AddDays(s))).ToArray();
        for (var p = 0; p < plan.Products.Length; p++)
        {
            double[] patients = [.. Enumerable.Range(0, days).Select(s => plan.Patients * accrual[s] / total * weights[s][p])];
            var product = plan.Products[p];
            var indications = product.Indications.Sum(i => i.Weight);
            foreach (var indication in product.Indications)
            {
                var disease = plan.Diseases.Single(d => d.Disease == indication.Disease);
                expected.Add(plan, product, disease, [.. patients.Select(n => n * indication.Weight / indications)]);
            }
        }

        return expected;
    }

    /// <summary>Probability of being alive on each day, from the three hazards in steps of a day with exact exponentials.</summary>
    public static double[] Survival(SurvivalPlan plan, double factor, int days)
    {
        var alive = new double[days + 1];
        double well = 1,
            relapsed = 0;
        for (var day = 0; day <= days; day++)
        {
            alive[day] = well + relapsed;
            var r = factor * At(plan.RelapsePerYear, day) / Year;
            var d = factor * At(plan.DeathWithoutRelapsePerYear, day) / Year;
            var a = factor * At(plan.DeathAfterRelapsePerYear, day) / Year;
            var (leave, die) = (Math.Exp(-(r + d)), Math.Exp(-a));
            relapsed = (relapsed * die) + (well * r * (Math.Abs(a - r - d) < 1e-12 ? leave : (leave - die) / (a - r - d)));
            well *= leave;
        }

        return alive;
    }

    private static double At(IReadOnlyList<double> perYear, int day) => perYear[Math.Min((int)(day / Year), perYear.Count - 1)];

    private void Add(SimulationPlan plan, ProductPlan product, DiseasePlan disease, double[] patientsByDay)
    {
        var days = patientsByDay.Length;
        var survival = Survival(plan.Survival, disease.CourseFactor, days + 1);
        var ratio = RatioMoment(plan.PriorEffects, disease, 1);
        var backgroundRate = plan.TCell.BackgroundMultiplier * ratio * MeanOverAge(disease, age => Step(plan.TCell, age)) / 1e5;
        var drivenRate = plan.TCell.TransgenePer100000 * product.TransgeneHazardRatio / 1e5;
        double[] hazard = [.. new[] { 1, 2, 3 }.Select(m => OtherHazardMoment(plan, disease, m))];
        var detectable = BystanderDetection(plan.Testing);

        var testedEarly = TestedByDay(plan, product, days, true);
        var testedLate = TestedByDay(plan, product, days, false);

        for (var t = 0; t < days; t++)
        {
            var followed = Math.Exp(-plan.FollowUp.LostPerYear * (t + 0.5) / Year);
            var alive = 0.5 * (survival[t] + survival[t + 1]);
            var driven = alive * followed * drivenRate * Increment(t, plan.TCell.LatencyDays, plan.TCell.TransgeneShape);
            var background = alive * followed * backgroundRate * Increment(t, plan.TCell.LatencyDays, plan.TCell.BackgroundShape);
            // 1 - exp(-h t) differentiated and averaged over h, to the third moment; h t is below a quarter for nearly everyone.
            var years = (t + 0.5) / Year;
            var other = alive * followed / Year * (hazard[0] - (hazard[1] * years) + (hazard[2] * years * years / 2));
            for (var s = 0; s < days - t; s++)
            {
                // The last contact is drawn from the days before the lock, each equally likely.
                var gap = days - s - t;
                var contact = Math.Min(1, (gap + 1.0) / (plan.FollowUp.LastContactDays + 1));
                var here = patientsByDay[s] * contact;
                var tested = (t <= Year ? testedEarly : testedLate)[s + t];
                Driven += here * driven;
                Background += here * background;
                WithinOneYear += t <= Year ? here * (driven + background) : 0;
                Tested += here * (driven + background) * tested;
                Positive += here * tested * plan.Testing.Sensitivity * (driven + (background * detectable));
                WithOtherPrimary += here * other;
                PersonYears += here * alive * followed / Year;
                DeathsKnown += here * followed * (survival[t] - survival[t + 1]);
            }
        }
    }

    private static double[] TestedByDay(SimulationPlan plan, ProductPlan product, int days, bool early)
    {
        var large = LargeShare(plan);
        return [.. Enumerable.Range(0, days).Select(calendar => TestedShare(plan, product.Code, large, calendar, early))];
    }

    private static double TestedShare(SimulationPlan plan, string product, double large, int calendar, bool early)
    {
        var testing = plan.Testing;
        var day = plan.Start.AddDays(calendar);
        var late = day >= testing.Alert;
        var odds =
            testing.Intercept
            + (late ? testing.AfterAlert : 0)
            + (early ? testing.WithinOneYear : 0)
            + testing.Product.GetValueOrDefault(product);
        var performed = (large * Logistic(odds + testing.LargeCentre)) + ((1 - large) * Logistic(odds));
        var left = Math.Max(0, plan.DataLock.DayNumber - day.DayNumber + 1 - testing.ShortestDays);
        var inTime = 1 - Math.Exp(-left / testing.MeanFurtherDays);
        var x = Math.Max(0, left - testing.ShortestDays) / testing.MeanFurtherDays;
        var bothInTime = 1 - (Math.Exp(-x) * (1 + x));
        return (late ? testing.OfferedAfterAlert : testing.OfferedBeforeAlert)
            * performed
            * (1 - testing.Failure)
            * (inTime + (testing.Failure * testing.Repeated * bothInTime));
    }

    private static double LargeShare(SimulationPlan plan)
    {
        double large = 0,
            all = 0;
        for (var k = 1; k <= plan.Centres; k++)
        {
            all += 1.0 / (k + 5);
            large += k <= plan.LargeCentres ? 1.0 / (k + 5) : 0;
        }

        return large / all;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Cumulative hazard of rate 1 gained on one day.</summary>
    private static double Increment(int day, double latency, double shape) =>
        Math.Pow(Math.Max(0, day + 1 - latency) / Year, shape) - Math.Pow(Math.Max(0, day - latency) / Year, shape);

    private static double[] ProductShares(SimulationPlan plan, DateOnly day)
    {
        double[] weights =
        [
            .. plan.Products.Select(p =>
            {
                var years = (day.DayNumber - p.Available.DayNumber) / Year;
                return years < 0 ? 0 : p.MarketShare * (0.2 + (0.8 * Math.Min(1, years / 2)));
            }),
        ];
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    private static double Step(TCellPlan plan, double age) => plan.BackgroundByAge.Last(a => age >= a.FromAge).Per100000;

    private static double MeanOverAge(DiseasePlan disease, Func<double, double> value)
    {
        const int steps = 4000;
        var (mean, sd, low, high) = disease.Age;
        double sum = 0,
            weight = 0;
        for (var i = 0; i < steps; i++)
        {
            var age = low + ((high - low) * (i + 0.5) / steps);
            var density = Math.Exp(-(age - mean) * (age - mean) / (2 * sd * sd));
            sum += density * value(age);
            weight += density;
        }

        return sum / weight;
    }

    /// <summary>Mean of the m-th power of the hazard ratio of earlier treatment: independent exposures, Poisson lines.</summary>
    private static double RatioMoment(PriorEffects effects, DiseasePlan disease, int m)
    {
        double Exposure(double share, double ratio) => 1 + (share * (Math.Pow(ratio, m) - 1));
        return Exposure(disease.Prior.AutologousTransplant, effects.AutologousTransplant)
            * Exposure(disease.Prior.AllogeneicTransplant, effects.AllogeneicTransplant)
            * Exposure(disease.Prior.TotalBodyIrradiation, effects.TotalBodyIrradiation)
            * Exposure(disease.Prior.Alkylator, effects.Alkylator)
            * Math.Exp(disease.ExtraLines * (Math.Pow(effects.ExtraLine, m) - 1));
    }

    private static double OtherHazardMoment(SimulationPlan plan, DiseasePlan disease, int m) =>
        RatioMoment(plan.PriorEffects, disease, m)
        * MeanOverAge(disease, age => Math.Pow(plan.OtherPrimaries.Sum(k => k.PerPersonYear * Math.Exp(k.PerYearOfAge * (age - 60))), m));

    /// <summary>Probability that bystander cells alone make a test positive, given that the assay sees the vector.</summary>
    private static double BystanderDetection(TestingPlan plan)
    {
        var shares = plan.Assays.Sum(a => a.Share);
        double sum = 0,
            weight = 0;
        for (var z = -6.0; z <= 6; z += 0.01)
        {
            var density = Math.Exp(-z * z / 2);
            var copies = plan.BystanderMedianCopies * Math.Exp(plan.BystanderLogSd * z);
            sum += density * plan.Assays.Sum(a => a.Share / shares * (1 - Math.Pow(0.05, copies / a.LimitOfDetection)));
            weight += density;
        }

        return plan.Bystanders * sum / weight;
    }
}
