"""The review: what rules find, the life of a finding, walk-throughs, meetings, lessons, the counterfactual."""
