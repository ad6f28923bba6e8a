namespace Longwatch.Statistics.Regression;

/// <summary>Firth's method made fit for predicted probabilities: its own are drawn towards one half, too high for rare events.</summary>
/// <remarks>Puhr, Heinze, Nold, Lusa and Geroldinger (2017) Stat Med 36:2302. Checked against <c>flic</c> and <c>flac</c> of logistf 1.26.1 (G01): 1e-9.</remarks>
public static class FirthPrediction
{
    /// <summary>FLIC: Firth's coefficients with the intercept estimated anew by maximum likelihood, so that the mean prediction is the share of events.</summary>
    /// <param name="sample">Events, trials and covariates.</param>
    /// <param name="intercept">The column of ones.</param>
    /// <returns>
    /// Coefficients; the covariance, deviance and dispersion are those of the Firth fit and of the new predictions. No finite maximum without any event or
    /// without any non-event.
    /// </returns>
    /// <exception cref="ArgumentException">The column is not one of ones.</exception>
    public static RegressionFit InterceptCorrected(BinomialSample sample, int intercept)
    {
        CheckIntercept(sample, intercept);
        var firth = FirthRegression.Fit(sample);
        if (firth.Status != RegressionStatus.Estimated)
            return firth;
        var coefficients = firth.Coefficients.ToArray();
        coefficients[intercept] = 0;
        var alone = BinomialSample
            .FromColumns([sample.Column(intercept).ToArray()], sample.Events.AsSpan(0, sample.Rows), sample.Trials.AsSpan(0, sample.Rows))
            .WithOffset(sample.Logits(coefficients));
        var corrected = LogisticRegression.Fit(alone);
        if (corrected.Status != RegressionStatus.Estimated)
            return RegressionFit.None(corrected.Status, sample.Columns);
        coefficients[intercept] = corrected.Coefficients[0];
        return firth with
        {
            Coefficients = coefficients,
            LogLikelihood = corrected.LogLikelihood,
            Deviance = corrected.Deviance,
            Dispersion = corrected.Dispersion * (sample.Rows - 1) / (sample.Rows - sample.Columns),
        };
    }

    /// <summary>
    /// FLAC: maximum likelihood on the data and the pseudo-observations of Firth's penalty, told apart by one more covariate. The mean prediction of the real
    /// data is the share of events.
    /// </summary>
    /// <param name="sample">Events, trials and covariates.</param>
    /// <returns>Coefficients of the given columns; covariance and likelihood are those of the augmented data.</returns>
    public static RegressionFit AugmentedCovariate(BinomialSample sample)
    {
        var leverages = FirthRegression.Leverages(sample);
        if (leverages.Length == 0)
            return FirthRegression.Fit(sample);
        var (rows, columns) = (sample.Rows, sample.Columns);
        var design = new double[columns + 1][];
        for (var j = 0; j <= columns; j++)
            design[j] = new double[2 * rows];
        var (events, trials, offsets) = (new double[2 * rows], new double[2 * rows], new double[2 * rows]);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                design[j][i] = design[j][rows + i] = sample.Column(j)[i];
            design[columns][rows + i] = 1;
            (events[i], trials[i]) = (sample.Events[i], sample.Trials[i]);
            (events[rows + i], trials[rows + i]) = (leverages[i] / 2, leverages[i]);
            offsets[i] = offsets[rows + i] = sample.Offsets[i];
        }

        var fit = LogisticRegression.Fit(BinomialSample.FromColumns(design, events, trials).WithOffset(offsets));
        if (fit.Status != RegressionStatus.Estimated)
            return RegressionFit.None(fit.Status, columns);
        var covariance = new double[columns, columns];
        for (var j = 0; j < columns; j++)
        for (var k = 0; k < columns; k++)
            covariance[j, k] = fit.Covariance[j, k];
        return fit with { Coefficients = [.. fit.Coefficients.Take(columns)], Covariance = covariance };
    }

    private static void CheckIntercept(BinomialSample sample, int intercept)
    {
        if (intercept < 0 || intercept >= sample.Columns || sample.Column(intercept).ContainsAnyExcept(1.0))
            throw new ArgumentException($"Column {intercept} is not an intercept.", nameof(intercept));
    }
}
