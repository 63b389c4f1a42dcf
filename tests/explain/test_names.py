"""Names set as mathematics."""

import pytest

from app.explain.names import label_tex, name_tex

NAMES = {
    "q": "q",
    "w0": "w_{0}",
    "sigma": r"\sigma",
    "theta_0": r"\theta_{0}",
    "Sigma2": r"\Sigma_{2}",
    "wb1": r"\mathrm{wb}_{1}",
    "loss": r"\mathrm{loss}",
    "loss_1": r"\mathrm{loss}_{1}",
    "y_hat": r"\hat{y}",
    "y_hat_1": r"\hat{y}_{1}",
    "w_ij": "w_{ij}",
    "z1_2": "z_{1,2}",
    "y_pred": r"y_{\mathrm{pred}}",
    "learning_rate": r"\mathrm{learning\_rate}",
    "_foo": r"\mathrm{\_foo}",
    "a_name_that_goes_on_and_on_and_on": r"\mathrm{a\_name\_that\_goes\_on\_and\ldots}",
}


@pytest.mark.parametrize(("name", "tex"), NAMES.items())
def test_a_name_is_set_as_mathematics(name, tex):
    """A letter with a subscript, a Greek letter, an accent, an upright word; long ones end in an ellipsis."""
    assert name_tex(name) == tex


def test_a_label_means_itself():
    """A label is any text; nothing in it is taken for LaTeX."""
    assert label_tex("w0") == "w_{0}"
    assert label_tex(r"100 % \frac{1}{2}") == r"\text{100 \% \textbackslash{}frac\{1\}\{2\}}"
